//! One file on its way through extraction: where its drafts go, where a
//! container stands in others, and what it has used of its limits.
//! Reads no format.

use super::{BadPart, limits};
use crate::document::Draft;

/// Takes what extraction finds.
pub(super) trait Sink {
    /// Says that an entry of a container comes next; false if it is not to
    /// be read.
    fn begin(&mut self, entry: &str) -> bool;

    /// Takes a draft, or what is wrong with a part.
    fn draft(&mut self, draft: Result<Draft, BadPart>);
}

/// One file while it is extracted.
pub(super) struct Task<'a> {
    /// The name of the file, which may tell what it packs.
    pub(super) name: String,
    sink: &'a mut dyn Sink,
    /// The names of the entries that are being read, the outermost first.
    pub(super) inside: Vec<String>,
    /// How many entries were begun.
    pub(super) entries: u32,
    /// How many bytes were unpacked.
    pub(super) unpacked: u64,
}

impl<'a> Task<'a> {
    /// A task at its beginning.
    pub(super) fn new(name: &str, sink: &'a mut dyn Sink) -> Self {
        Self { name: name.to_owned(), sink, inside: Vec::new(), entries: 0, unpacked: 0 }
    }

    /// Says that the entry of a name comes next; false if it is not to be
    /// read.
    pub(super) fn begin(&mut self, entry: &str) -> bool {
        self.entries = self.entries.saturating_add(1);
        let mut name = self.inside.join(crate::document::ENTRY);
        if !name.is_empty() {
            name.push_str(crate::document::ENTRY);
        }
        name.push_str(entry);
        self.sink.begin(&name)
    }

    /// Hands over a draft of what is being read, or what is wrong with it.
    pub(super) fn draft(&mut self, draft: Result<Draft, BadPart>) {
        let draft = match draft {
            Ok(mut draft) => {
                shorten(&mut draft);
                for name in self.inside.iter().rev() {
                    draft.part = draft.part.inside(name);
                }
                Ok(draft)
            }
            Err(mut bad) => {
                for name in self.inside.iter().rev() {
                    bad.part = bad.part.inside(name);
                }
                Err(bad)
            }
        };
        self.sink.draft(draft);
    }
}

/// Cuts a text that is longer than a document may be, and says so.
fn shorten(draft: &mut Draft) {
    let mut length = 0_usize;
    let fits = draft.blocks.iter().position(|block| {
        length += block.text.len();
        length > limits::TEXT
    });
    if let Some(first) = fits {
        draft.blocks.truncate(first);
        draft.notes.push(format!(
            "the text is longer than {} MB: the rest is left out",
            limits::TEXT >> 20
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Part, Role};

    /// Keeps all.
    #[derive(Default)]
    struct All(Vec<Result<Draft, BadPart>>);

    impl Sink for All {
        fn begin(&mut self, _: &str) -> bool {
            true
        }

        fn draft(&mut self, draft: Result<Draft, BadPart>) {
            self.0.push(draft);
        }
    }

    #[test]
    fn parts_carry_the_names_they_stand_in() {
        let mut all = All::default();
        let mut task = Task::new("all.zip", &mut all);
        task.inside = vec!["a.zip".to_owned(), "b.csv".to_owned()];
        task.draft(Ok(Draft { part: Part::record(3), ..Draft::default() }));
        assert_eq!(all.0[0].as_ref().unwrap().part.to_string(), "!/a.zip!/b.csv#3");
    }

    #[test]
    fn long_texts_are_cut_between_blocks() {
        let block =
            |length| Block { role: Role::Body, text: "x".repeat(length), line: 1, page: None };
        let mut draft = Draft { blocks: vec![block(10), block(limits::TEXT)], ..Draft::default() };
        shorten(&mut draft);
        assert_eq!((draft.blocks.len(), draft.notes.len()), (1, 1));
    }
}
