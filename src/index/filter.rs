//! Filters of a query -> engine: they select and take no part in scores.
//! Years are ranges of numbers, paths and sources are compared with the
//! values in the dictionary, everything else is one term.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{ExistsQuery, RangeQuery, TermSetQuery},
    schema::Field,
};

use super::{
    combine::{Engine, difference, intersection, silent, term_query, union},
    plan::Planner,
};
use crate::{
    query::Filter,
    year::{Year, YearRange, YearSet},
};

impl Planner<'_> {
    /// Plans a filter.
    pub(super) fn filter(&self, filter: &Filter) -> tantivy::Result<Engine> {
        let fields = self.fields;
        Ok(match filter {
            Filter::Title(node) => self.title(node)?,
            // The id of the concept: names were looked up before.
            Filter::Topic(id) => silent(term_query(fields.topic, id)),
            Filter::Year(years) => silent(self.years(fields.year, "year", years)),
            Filter::Mentions(years) => silent(self.years(fields.mention, "mention", years)),
            Filter::Lang(languages) => silent(union(
                languages.iter().map(|language| term_query(fields.lang, language.code())).collect(),
            )),
            Filter::Source(text) => self.values(fields.source, &|value| contains(value, text))?,
            // The id of a country or region, or what only metadata say.
            Filter::Country(id) => {
                silent(union(vec![term_query(fields.country, id), term_query(fields.region, id)]))
            }
            Filter::Path(text) => {
                let fits = |value: &str| path_fits(value, text);
                let places = [self.values(fields.path, &fits)?, self.values(fields.entry, &fits)?];
                intersection(vec![self.every_document(), union(places.into())])
            }
            Filter::Id(id) => {
                intersection(vec![self.every_document(), silent(term_query(fields.id, id))])
            }
        })
    }

    /// The documents of some years; `unknown` are those that have none.
    fn years(&self, field: Field, name: &str, years: &YearSet) -> Engine {
        let bound = |year: Option<Year>| {
            year.map_or(Bound::Unbounded, |year| {
                Bound::Included(Term::from_field_i64(field, year.number().into()))
            })
        };
        let range = |range: &YearRange| -> Engine {
            // Tantivy wants one end at least; a range has one.
            Box::new(RangeQuery::new(bound(range.from), bound(range.to)))
        };
        let mut any: Vec<Engine> = years.ranges.iter().map(range).collect();
        if years.unknown {
            let dated: Engine = Box::new(ExistsQuery::new(name.to_owned(), false));
            any.push(difference(vec![self.every_document()], vec![dated]));
        }
        union(any)
    }

    /// The documents with a value in a field that passes a test.
    fn values(&self, field: Field, test: &dyn Fn(&str) -> bool) -> tantivy::Result<Engine> {
        let mut terms = Vec::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().stream()?;
            while stream.advance() {
                if let Ok(value) = std::str::from_utf8(stream.key())
                    && test(value)
                {
                    terms.push(Term::from_field_text(field, value));
                }
            }
        }
        Ok(silent(Box::new(TermSetQuery::new(terms))))
    }
}

/// Whether a value has a text in it, in any case.
fn contains(value: &str, text: &str) -> bool {
    value.to_lowercase().contains(&text.to_lowercase())
}

/// Whether a path has a text in it, or fits a pattern with `*` (any run of
/// characters) and `?` (one), in any case.
fn path_fits(path: &str, pattern: &str) -> bool {
    if !pattern.contains(['*', '?']) {
        return contains(path, pattern);
    }
    let path: Vec<char> = path.to_lowercase().chars().collect();
    let mut wanted = vec!['*'];
    wanted.extend(pattern.to_lowercase().chars());
    glob(&path, &wanted)
}

/// Whether a text fits a pattern; linear but for one step back per star.
fn glob(text: &[char], pattern: &[char]) -> bool {
    let (mut at, mut in_pattern, mut star) = (0, 0, None);
    while at < text.len() {
        match pattern.get(in_pattern) {
            Some('*') => {
                star = Some((in_pattern, at));
                in_pattern += 1;
            }
            Some(letter) if *letter == '?' || *letter == text[at] => {
                at += 1;
                in_pattern += 1;
            }
            _ => {
                let Some((place, from)) = star else { return false };
                star = Some((place, from + 1));
                at = from + 1;
                in_pattern = place + 1;
            }
        }
    }
    pattern[in_pattern..].iter().all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::path_fits;

    #[test]
    fn paths_fit_parts_and_patterns() {
        let case = |path, pattern, fits| assert_eq!(path_fits(path, pattern), fits, "{pattern}");
        case("/data/2016/Kabul.txt", "kabul", true);
        case("/data/2016/Kabul.txt", "2016/*.txt", true);
        case("/data/2016/Kabul.txt", "2016/*.md", false);
        case("/data/2016/Kabul.txt", "kab?l.txt", true);
        case("/data/2016/Kabul.txt", "2017", false);
    }
}
