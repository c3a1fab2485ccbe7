//! A table of figures, some of them with a floor.

use std::fmt::Write;

use crate::shared::say;

/// Figures of one measurement.
pub(crate) struct Figures {
    table: String,
    under: Vec<String>,
}

impl Figures {
    /// A table without rows.
    pub(crate) fn new(title: &str) -> Self {
        Self { table: format!("\n{title:<44} figure   floor\n"), under: Vec::new() }
    }

    /// Adds a figure that is only shown.
    pub(crate) fn show(&mut self, name: &str, figure: f64) {
        let _ = writeln!(self.table, "  {name:<42} {figure:6.4}");
    }

    /// Adds a figure that may not be under a floor.
    pub(crate) fn hold(&mut self, name: &str, figure: f64, floor: f64) {
        let _ = writeln!(self.table, "  {name:<42} {figure:6.4}  {floor:6.4}");
        if figure.is_nan() || figure < floor {
            self.under.push(format!("{name}: {figure:.4} is under {floor:.4}"));
        }
    }

    /// Shows the table.
    ///
    /// # Panics
    /// When a figure is under its floor.
    pub(crate) fn check(self) {
        say(&self.table);
        assert!(self.under.is_empty(), "{}", self.under.join("; "));
    }
}

/// The share of some in all, or not a number of nothing.
#[expect(clippy::cast_precision_loss, reason = "no count is near 2^52")]
pub(crate) fn share(some: usize, all: usize) -> f64 {
    some as f64 / all as f64
}

/// The mean, or not a number of nothing.
pub(crate) fn mean(figures: &[f64]) -> f64 {
    figures.iter().sum::<f64>() / share(figures.len(), 1)
}
