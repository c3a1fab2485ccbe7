//! Tells the content of a page from its frame. What says that it is frame
//! goes first, unless most of the text is in it. Then the element is found
//! in which running text outweighs links and scraps most; what is outside
//! it, and lists of links inside, are frame too. When too little is left, it
//! is done again with less courage. Never returns nothing where there is
//! text.

use std::ops::Range;

use super::{
    dom::{Dom, Id},
    frame::{Claim, claim},
    runs::{Kind, Run},
};

/// Letters of content below which a page is looked at again.
const LEAST: i64 = 140;

/// Marks the runs of a page that are content.
pub(super) fn content(dom: &Dom, runs: &[Run]) -> Vec<bool> {
    let claims: Vec<(Id, Claim)> =
        dom.inside(0).filter_map(|id| Some((id, claim(dom, id)?))).collect();
    let visible: i64 = runs.iter().filter(|run| run.hidden.is_none()).map(letters).sum();
    let mut best = Vec::new();
    for courage in [Courage::All, Courage::Names, Courage::None] {
        let mut page = Page { dom, runs, claims: &claims, out: vec![false; runs.len()] };
        best = page.content(courage);
        let kept: i64 =
            runs.iter().zip(&best).filter(|(_, kept)| **kept).map(|(run, _)| letters(run)).sum();
        if kept >= LEAST.min(visible / 2).max(1) {
            break;
        }
    }
    best
}

/// How much of what a page claims is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Courage {
    All,
    Names,
    None,
}

struct Page<'a> {
    dom: &'a Dom,
    runs: &'a [Run],
    claims: &'a [(Id, Claim)],
    /// Whether a run is frame for certain.
    out: Vec<bool>,
}

fn letters(run: &Run) -> i64 {
    i64::try_from(run.letters).unwrap_or(i64::MAX)
}

fn linked(run: &Run) -> i64 {
    i64::try_from(run.linked).unwrap_or(i64::MAX)
}

/// The letters of a run that is running text.
fn prose(run: &Run) -> i64 {
    let plain = letters(run) - linked(run);
    let least = if run.kind == Kind::Paragraph { 25 } else { 40 };
    if plain < least || linked(run) > plain || matches!(run.kind, Kind::Heading(_)) {
        return 0;
    }
    let sentence =
        run.text.contains(['.', ',', ';', '!', '?', '。', '、', '،', '।', '։', '။', ':']);
    if sentence || plain >= 80 || run.kind == Kind::Pre { plain } else { 0 }
}

/// What a run adds to the element it stands in.
fn value(run: &Run) -> i64 {
    let prose = prose(run);
    if prose > 0 {
        return prose - linked(run);
    }
    match run.kind {
        Kind::Heading(_) => -linked(run) / 2,
        _ => -linked(run) - 10 + (letters(run) - linked(run)).min(5),
    }
}

struct Sums(Vec<i64>);

impl Sums {
    fn of(values: impl Iterator<Item = i64>) -> Self {
        let mut sums = vec![0];
        let mut sum = 0;
        for value in values {
            sum += value;
            sums.push(sum);
        }
        Self(sums)
    }

    fn over(&self, range: &Range<usize>) -> i64 {
        self.0[range.end] - self.0[range.start]
    }

    fn total(&self) -> i64 {
        self.0[self.0.len() - 1]
    }
}

impl Page<'_> {
    fn range(&self, id: Id) -> Range<usize> {
        let end = self.dom.node(id).end;
        let start = self.runs.partition_point(|run| run.at < id);
        start..start + self.runs[start..].partition_point(|run| run.at < end)
    }

    fn sums(&self, of: impl Fn(&Run) -> i64) -> Sums {
        let seen = self.runs.iter().zip(&self.out);
        Sums::of(seen.map(|(run, out)| if *out { 0 } else { of(run) }))
    }

    fn take(&mut self, id: Id) {
        let range = self.range(id);
        self.out[range].fill(true);
    }

    fn content(&mut self, courage: Courage) -> Vec<bool> {
        for (at, run) in self.runs.iter().enumerate() {
            self.out[at] = run.hidden.is_some();
        }
        if self.out.iter().all(|out| *out) {
            self.out.fill(false);
        }
        if courage == Courage::None {
            return self.out.iter().map(|out| !out).collect();
        }
        self.take_comments();
        self.take_frame(courage);
        let roots = self.roots();
        let mut inside = vec![false; self.runs.len()];
        for root in &roots {
            let range = self.range(*root);
            inside[range].fill(true);
        }
        for root in &roots {
            self.prune(*root);
        }
        let mut content: Vec<bool> =
            inside.iter().zip(&self.out).map(|(inside, out)| *inside && !out).collect();
        self.begin(&mut content);
        content
    }

    /// Adds what stands above the text of an article: its headline, and the
    /// running text between that and the text.
    fn begin(&self, content: &mut [bool]) {
        let Some(first) = content.iter().position(|content| *content) else { return };
        let is_headline = |at: &usize| self.runs[*at].kind == Kind::Heading(1) && !self.out[*at];
        if content.iter().enumerate().any(|(at, content)| *content && is_headline(&at)) {
            return;
        }
        let Some(headline) = (0..first).rev().find(is_headline) else { return };
        content[headline] = true;
        for at in headline + 1..first {
            content[at] = !self.out[at] && prose(&self.runs[at]) > 0;
        }
    }

    /// Takes out what readers wrote, if there is anything else.
    fn take_comments(&mut self) {
        let sums = self.sums(prose);
        let mut found = Vec::new();
        let mut end = 0;
        for (id, kind) in self.claims {
            if *kind == Claim::Comments && *id >= end && !self.holds_content(*id) {
                found.push(*id);
                end = self.dom.node(*id).end;
            }
        }
        let inside: i64 = found.iter().map(|id| sums.over(&self.range(*id))).sum();
        if sums.total() - inside >= 300 {
            found.into_iter().for_each(|id| self.take(id));
        }
    }

    /// Whether an element says that the content is inside it.
    fn holds_content(&self, id: Id) -> bool {
        let end = self.dom.node(id).end;
        let from = self.claims.partition_point(|(at, _)| *at <= id);
        let claims = self.claims[from..].iter().take_while(|(at, _)| *at < end);
        claims.into_iter().any(|(_, kind)| matches!(kind, Claim::Body))
            || self.dom.elements(id, "h1").next().is_some()
    }

    fn take_frame(&mut self, courage: Courage) {
        let sums = self.sums(prose);
        let total = sums.total();
        let mut end = 0;
        for (id, kind) in self.claims {
            if *id < end {
                continue;
            }
            let inside = sums.over(&self.range(*id));
            let out = match kind {
                Claim::Frame => inside * 10 < total * 8,
                Claim::Word => {
                    courage == Courage::All && inside * 3 < total && !self.holds_content(*id)
                }
                Claim::Comments | Claim::Content | Claim::Body => false,
            };
            if out {
                self.take(*id);
                end = self.dom.node(*id).end;
            }
        }
    }

    /// The elements that together hold the content.
    fn roots(&self) -> Vec<Id> {
        let sums = self.sums(value);
        let value_of = |id: Id| sums.over(&self.range(id));
        let best = (0..self.dom.node(0).end)
            .filter(|id| *id == 0 || !self.dom.name(*id).is_empty())
            .map(|id| (value_of(id), id))
            .max_by_key(|(value, id)| (*value, *id));
        let Some((most, best)) = best.filter(|(value, _)| *value > 0) else { return vec![0] };
        for kinds in [&[Claim::Body][..], &[Claim::Content]] {
            let mut found = Vec::new();
            let mut end = 0;
            for (id, kind) in self.claims {
                if kinds.contains(kind) && *id >= end && value_of(*id) > 0 {
                    found.push(*id);
                    end = self.dom.node(*id).end;
                }
            }
            let sum: i64 = found.iter().map(|id| value_of(*id)).sum();
            if sum * 10 >= most * 7 {
                let least = found.iter().map(|id| value_of(*id)).max().unwrap_or(0) / 10;
                found.retain(|id| value_of(*id) >= least);
                return found;
            }
        }
        vec![best]
    }

    /// Takes lists of links out of the content.
    fn prune(&mut self, root: Id) {
        let (all, links, prose) = (self.sums(letters), self.sums(linked), self.sums(prose));
        let end = self.dom.node(root).end;
        let mut id = root + 1;
        while id < end {
            let name = self.dom.name(id);
            let block = matches!(
                name,
                "ul" | "ol"
                    | "dl"
                    | "div"
                    | "section"
                    | "table"
                    | "form"
                    | "header"
                    | "center"
                    | "article"
                    | "figure"
            );
            let range = self.range(id);
            let (letters, linked) = (all.over(&range), links.over(&range));
            if block && letters > 0 && linked * 2 > letters && prose.over(&range) * 4 < letters {
                self.take(id);
                id = self.dom.node(id).end;
            } else {
                id += 1;
            }
        }
    }
}
