//! The year of a document from its title, or from the years that its text
//! names: it cannot be older than the latest thing that it tells of. What is
//! inferred from the text has a confidence of at most 0.4.

use crate::document::Provenance;

use super::{
    date::Date,
    imprint::{Clue, excerpt},
    mention::{Form, Mention, mentions},
    token::Line,
    words::Class,
};

/// The year that a title names as the document's own.
pub(super) fn from_title(title: &Line<'_>, today: Date) -> Option<Clue> {
    let plan = (0..title.len()).any(|at| title.meaning(at).is(Class::Plan));
    let own = |mention: &Mention| match mention.form {
        Form::Plain => true,
        Form::Start(_) => plan,
        Form::End => !plan,
        Form::Law => false,
    };
    let found = mentions(title)
        .into_iter()
        .filter(|mention| own(mention) && !mention.named && !mention.founding)
        .filter(|mention| has_begun(mention, today))
        .max_by_key(|mention| mention.year)?;
    Some(clue(title, &found, Provenance::Title, 0.6))
}

/// The latest year that reads as that of an event; more mentions of it, and
/// a whole date, make it surer.
pub(super) fn from_text<'a>(
    lines: impl Iterator<Item = (&'a Line<'a>, &'a [Mention])>,
    today: Date,
) -> Option<Clue> {
    let mut best: Option<(&Line<'_>, Mention)> = None;
    let mut count = 0_u32;
    for (line, mention) in lines.flat_map(|(line, found)| found.iter().map(move |one| (line, *one)))
    {
        if !mention.is_event() || !has_begun(&mention, today) {
            continue;
        }
        let latest = best.map_or(i32::MIN, |(_, best)| best.year);
        if mention.year > latest {
            (best, count) = (Some((line, mention)), 1);
        } else if mention.year == latest {
            count += 1;
            let dated = |one: &Mention| one.stamp.is_some();
            if best.is_some_and(|(_, best)| dated(&mention) && !dated(&best)) {
                best = Some((line, mention));
            }
        }
    }
    let (line, mention) = best?;
    let dated = if mention.stamp.is_some() { 0.05 } else { 0.0 };
    let confidence = 0.2 + dated + 0.05 * f64::from(count.min(4) - 1);
    Some(clue(line, &mention, Provenance::Inferred, confidence.min(0.4)))
}

fn has_begun(mention: &Mention, today: Date) -> bool {
    mention.year <= today.year && !mention.stamp.is_some_and(|stamp| stamp.is_after(today))
}

/// A clue with a few words before the year.
fn clue(line: &Line<'_>, mention: &Mention, source: Provenance, confidence: f64) -> Clue {
    let evidence = excerpt(line, mention.from.saturating_sub(4), mention.to);
    Clue { year: mention.year, order: (mention.year, 0, 0), source, evidence, confidence }
}
