//! Files that could not be read, or not all of them: remembered in the index
//! with the commit that saw them, told in every run, and not read again
//! before they or the extraction change. What only failed for now, such as a
//! file without the right to read it, is not remembered.

use super::{
    Event, Outcome, STDIN, Skip,
    read::{forced_format, is_due},
    run::Run,
};
use crate::{
    document::Part,
    error::Result,
    extract::{BadPart, Loss, VERSION},
    index::{Failure, Mark},
};

/// The most parts of a file that are remembered; a file with more is read in
/// every run.
const MOST: usize = 10_000;

impl Run<'_> {
    /// Tells of a file that the index knows as it is; false when it must be
    /// read.
    pub(super) fn stands(
        &mut self,
        path: &str,
        offered: u64,
        same: impl Fn(&Mark) -> bool,
    ) -> bool {
        let ledger = self.writer.ledger();
        let failure = ledger.failed.get(path);
        let mark = ledger.files.get(path).map(|known| known.mark).filter(&same);
        let known = mark.is_some();
        // Catalogues say something else of it now.
        let joined = mark.is_none_or(|mark| mark.offered == offered);
        let failed = failure.filter(|failure| same(&failure.mark)).cloned();
        if path == STDIN || !joined || failure.is_some_and(|failure| is_due(self.options, failure))
        {
            return false;
        }
        if known {
            self.unchanged(path);
        }
        match &failed {
            Some(failure) => failure.bad.iter().for_each(|bad| self.bad_part(path, bad, true)),
            // It is as it was before it could not be read.
            None if known => self.writer.remove_failure(path),
            None => {}
        }
        known || failed.is_some()
    }

    /// Remembers what of a file could not be read, all of it in the end;
    /// false when it cannot be remembered.
    pub(super) fn remember(&mut self, path: &str, mark: Mark, bad: Vec<BadPart>) -> Result<bool> {
        if bad.is_empty() {
            self.writer.remove_failure(path);
            return Ok(true);
        }
        if path == STDIN || bad.len() > MOST {
            self.writer.remove_failure(path);
            return Ok(false);
        }
        let format = forced_format(self.options);
        let failure = Failure { mark, version: VERSION, format, bad };
        let known = self.writer.ledger().failed.get(path);
        if known != Some(&failure) {
            self.writer.add_failure(path, &failure)?;
        }
        Ok(true)
    }

    /// Reports a part that cannot be a document.
    pub(super) fn bad_part(&mut self, path: &str, bad: &BadPart, as_before: bool) {
        let BadPart { part, line, reason, .. } = bad;
        let line = line.map(|line| format!("line {line}: ")).unwrap_or_default();
        self.skip(path, part, &format!("{line}{reason}"), as_before);
        // Parts that are no documents are told when the file is read.
        if !as_before && bad.loss != Loss::Kinds {
            self.bad.push(bad.clone());
        }
    }

    /// Reports a file that is skipped for now.
    pub(super) fn skipped(&mut self, path: &str, part: &Part, reason: &str) {
        self.skip(path, part, reason, false);
    }

    /// Reports a file or a part of one that is skipped.
    fn skip(&mut self, path: &str, part: &Part, reason: &str, as_before: bool) {
        let skip = Skip { path: format!("{path}{part}"), reason: reason.to_owned(), as_before };
        self.summary.skipped.push(skip);
        (self.tell)(&Event::Done {
            path,
            part,
            id: None,
            outcome: Outcome::Skipped,
            from: None,
            reason: Some(reason),
            as_before,
            notes: &[],
        });
    }

    /// Reports a file that could not be read, and remembers it where its
    /// bytes were seen.
    pub(super) fn failed(
        &mut self,
        path: &str,
        stamp: u64,
        hash: Option<u64>,
        reason: &str,
    ) -> Result<()> {
        let (part, reason) = (Part::default(), reason.to_owned());
        let whole = BadPart { part, line: None, reason, loss: Loss::Rest };
        self.bad_part(path, &whole, false);
        let bad = std::mem::take(&mut self.bad);
        if let Some(hash) = hash {
            self.remember(path, Mark { stamp, hash, ..Mark::default() }, bad)?;
        }
        self.commit_if_due()
    }
}
