//! One file on its way through extraction: where its drafts go, where a
//! container stands in others, and what it has used of its limits.
//! Reads no format.

use std::rc::Rc;

use super::{BadPart, Loss, archive::Budget, limits, worker::guarded};
use crate::{
    document::{Draft, Part},
    source::Format,
};

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
    /// The name of what is being read, which may tell what it packs.
    pub(super) name: String,
    sink: &'a mut dyn Sink,
    /// The names of the entries that are being read, the outermost first.
    pub(super) inside: Vec<String>,
    /// How many containers are open.
    pub(super) depth: u32,
    /// How many mails are open.
    pub(super) mails: u32,
    /// What is left of the limits of containers, once one is open.
    pub(super) budget: Option<Rc<Budget>>,
    /// How many drafts and bad parts were handed over.
    pub(super) told: u32,
    /// How many bytes of text were handed over.
    text: usize,
}

impl<'a> Task<'a> {
    /// A task at its beginning.
    pub(super) fn new(name: &str, sink: &'a mut dyn Sink) -> Self {
        let (name, inside) = (name.to_owned(), Vec::new());
        Self { name, sink, inside, depth: 0, mails: 0, budget: None, told: 0, text: 0 }
    }

    /// Says that the entry of a name comes next; false if it is not to be
    /// read. Entries are numbered as they begin, so those of an archive, and
    /// what is attached to a mail, must be seen even where they are passed
    /// over.
    pub(super) fn begin(&mut self, entry: &str, format: Format) -> bool {
        if matches!(format, Format::Zip | Format::Gzip | Format::Tar) {
            return true;
        }
        let mut name = self.inside.join(crate::document::ENTRY);
        if !name.is_empty() {
            name.push_str(crate::document::ENTRY);
        }
        name.push_str(entry);
        self.sink.begin(&name) || matches!(format, Format::Eml | Format::Mbox)
    }

    /// Reads an entry that was begun. What is wrong with it is told, and ends
    /// nothing.
    pub(super) fn entry(&mut self, label: &str, bytes: Vec<u8>, format: Format) {
        let file = label.rsplit('/').next().unwrap_or(label).to_owned();
        let outer = std::mem::replace(&mut self.name, file);
        let (depth, mails, inside) = (self.depth, self.mails, self.inside.len());
        self.inside.push(label.to_owned());
        let result = guarded(bytes, format, self);
        // A panic leaves these as they were where it happened.
        (self.depth, self.mails) = (depth, mails);
        self.inside.truncate(inside + 1);
        if let Err(reason) = result {
            self.bad(reason, Loss::Part);
        }
        self.inside.pop();
        self.name = outer;
    }

    /// Tells what is wrong with what is being read.
    pub(super) fn bad(&mut self, reason: String, loss: Loss) {
        self.draft(Err(BadPart { part: Part::default(), line: None, reason, loss }));
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
        self.told = self.told.saturating_add(1);
        let was_full = self.text > limits::TEXTS;
        let texts = draft.iter().flat_map(|draft| &draft.blocks).map(|block| block.text.len());
        self.text = self.text.saturating_add(texts.sum());
        if self.text <= limits::TEXTS || draft.is_err() {
            self.sink.draft(draft);
        } else if !was_full {
            let reason =
                format!("more than {} MB of text: the rest is not read", limits::TEXTS >> 20);
            let part = Part::default();
            self.sink.draft(Err(BadPart { part, line: None, reason, loss: Loss::Rest }));
        }
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
        draft.blocks.truncate(first + 1);
        let last = &mut draft.blocks[first].text;
        let room = limits::TEXT.saturating_sub(length - last.len());
        let end = (0..=room).rev().find(|end| last.is_char_boundary(*end));
        last.truncate(end.unwrap_or_default());
        draft.notes.push(format!(
            "the text is longer than {} MB: the rest is left out",
            limits::TEXT >> 20
        ));
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::document::{Block, Part, Role};

    /// Keeps all drafts, and what is wrong.
    #[derive(Default)]
    pub(in crate::extract) struct All(pub(in crate::extract) Vec<Result<Draft, BadPart>>);

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
    fn long_texts_are_cut() {
        let block =
            |length| Block { role: Role::Body, text: "x".repeat(length), line: 1, page: None };
        let mut draft = Draft { blocks: vec![block(10), block(limits::TEXT)], ..Draft::default() };
        shorten(&mut draft);
        assert_eq!((draft.blocks.len(), draft.notes.len()), (2, 1));
        assert_eq!(draft.blocks[1].text.len(), limits::TEXT - 10);
    }
}
