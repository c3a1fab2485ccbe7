//! How far the lists of a document have counted. A list that is none of its
//! own goes on where the one before it ended only where it says so. Knows
//! levels and numbers, no elements.

use std::collections::HashMap;

use super::super::numerals::{Numerals, numeral};

/// How a level of a list is numbered.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// The numerals; none for a bullet.
    pub(super) numerals: Option<Numerals>,
    /// What stands before the number.
    pub(super) before: String,
    /// What stands after it.
    pub(super) after: String,
    /// The first number, 1 unless said.
    pub(super) start: Option<u32>,
    /// How many levels are shown, this one last; 1 unless said.
    pub(super) shown: Option<usize>,
}

/// The numbers that lists have come to, by the names of the lists.
#[derive(Default)]
pub(super) struct Counts(HashMap<String, Vec<u32>>);

impl Counts {
    /// Lets a list begin anew.
    pub(super) fn begin(&mut self, list: &str) {
        self.0.remove(list);
    }

    /// Counts an item of a list at a level, from 0, or sets it to `value`;
    /// tells what stands before it. None for a bullet.
    pub(super) fn label(
        &mut self,
        list: &str,
        levels: &[Level],
        level: usize,
        value: Option<u32>,
    ) -> Option<String> {
        let own = levels.get(level)?;
        let counts = self.0.entry(list.to_owned()).or_default();
        counts.resize(counts.len().max(level + 1), 0);
        let start = own.start.unwrap_or(1);
        let next = if counts[level] == 0 { start } else { counts[level].saturating_add(1) };
        counts[level] = value.unwrap_or(next);
        counts.truncate(level + 1);
        own.numerals?;
        let first = (level + 1).saturating_sub(own.shown.unwrap_or(1).max(1));
        let shown = (first..=level).filter_map(|at| {
            let number = if counts[at] == 0 { 1 } else { counts[at] };
            Some(numeral(number, levels[at].numerals?))
        });
        let numbers = shown.collect::<Vec<_>>().join(".");
        let label = format!("{}{numbers}{}", own.before, own.after);
        Some(label.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        let level = |numerals, after: &str, shown| Level {
            numerals: Some(numerals),
            after: after.to_owned(),
            shown,
            ..Level::default()
        };
        let levels = [level(Numerals::Digits, ".", None), level(Numerals::Letters, ")", Some(2))];
        let mut counts = Counts::default();
        let mut case = |level, value, expected: &str| {
            assert_eq!(counts.label("l", &levels, level, value).as_deref(), Some(expected));
        };
        case(0, None, "1.");
        case(1, None, "1.a)");
        case(1, None, "1.b)");
        case(0, None, "2.");
        case(1, None, "2.a)");
        case(0, Some(9), "9.");
        counts.begin("l");
        assert_eq!(counts.label("l", &levels, 0, None).as_deref(), Some("1."));
        assert_eq!(counts.label("l", &[Level::default()], 0, None), None);
        assert_eq!(counts.label("l", &levels, 5, None), None);
    }
}
