//! `Sheet`: the blocks of one document cut into sentences, each with the
//! verdict on it so far. Hides how blocks are cut and put together again.
//! Decides nothing, except that a copyright line is always content and that
//! a document never becomes furniture by doubtful rules alone.

use std::ops::Range;

use super::words::{ends_sentence, has_year};
use crate::{
    document::{Block, Role},
    sentence::sentences,
};

/// Longer blocks, in bytes, stay whole: no text that people wrote has such a
/// paragraph, and only cheap rules look at them.
const LONGEST_CUT: usize = 1 << 20;

/// The sentences of a block that make it a capture of a whole page on one
/// line: paragraphs that people write are shorter.
const CAPTURE: usize = 20;

/// The share of bytes, in percent, above which doubtful verdicts are taken
/// back.
const LARGEST_SHARE: usize = 85;

/// What the rules think of a sentence; the larger wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// Content.
    Content,
    /// Furniture by a rule that a document's whole text cannot rest on.
    Doubtful,
    /// Furniture.
    Furniture,
}

/// A sentence of a block, or a whole block.
#[derive(Debug)]
pub(super) struct Piece {
    /// The position of its block.
    pub(super) block: usize,
    /// Its bytes in the block's text, following spaces included.
    range: Range<usize>,
    /// The verdict so far.
    pub(super) verdict: Verdict,
    /// Always content: a copyright line, which dates the document.
    kept: bool,
}

/// The blocks of a document with the verdicts on their sentences.
#[derive(Debug)]
pub(super) struct Sheet {
    blocks: Vec<Block>,
    pieces: Vec<Piece>,
    of_block: Vec<Range<usize>>,
}

impl Sheet {
    /// Cuts blocks into sentences; those that are furniture already, and
    /// those too long to be prose, stay whole.
    pub(super) fn of(blocks: Vec<Block>) -> Self {
        let mut sheet = Self { blocks: Vec::new(), pieces: Vec::new(), of_block: Vec::new() };
        for (at, block) in blocks.iter().enumerate() {
            let start = sheet.pieces.len();
            let furniture = block.role == Role::Furniture;
            let verdict = if furniture { Verdict::Furniture } else { Verdict::Content };
            let dated = !furniture && is_copyright_line(&block.text);
            for range in cut(block) {
                let kept = dated || !furniture && is_copyright_line(&block.text[range.clone()]);
                sheet.pieces.push(Piece { block: at, range, verdict, kept });
            }
            sheet.of_block.push(start..sheet.pieces.len());
        }
        sheet.blocks = blocks;
        sheet
    }

    /// The number of blocks.
    pub(super) fn len(&self) -> usize {
        self.blocks.len()
    }

    /// The number of pieces.
    pub(super) fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// A block by its position.
    pub(super) fn block(&self, at: usize) -> &Block {
        &self.blocks[at]
    }

    /// The positions of the pieces of a block.
    pub(super) fn of_block(&self, at: usize) -> Range<usize> {
        self.of_block[at].clone()
    }

    /// A piece by its position.
    pub(super) fn piece(&self, at: usize) -> &Piece {
        &self.pieces[at]
    }

    /// The text of a piece, without spaces at its ends.
    pub(super) fn text(&self, at: usize) -> &str {
        let piece = &self.pieces[at];
        self.blocks[piece.block].text[piece.range.clone()].trim()
    }

    /// The bytes from the start of a piece to the end of its block.
    pub(super) fn rest(&self, at: usize) -> usize {
        let piece = &self.pieces[at];
        self.blocks[piece.block].text.len() - piece.range.start
    }

    /// Tells whether a piece is content so far.
    pub(super) fn is_content(&self, at: usize) -> bool {
        self.pieces[at].verdict == Verdict::Content
    }

    /// Tells whether any piece of a block is content so far.
    pub(super) fn has_content(&self, block: usize) -> bool {
        self.of_block(block).any(|at| self.is_content(at))
    }

    /// Tells whether any piece of a block must stay content.
    pub(super) fn is_kept(&self, block: usize) -> bool {
        self.of_block(block).any(|at| self.pieces[at].kept)
    }

    /// Tells whether a piece stands in a page captured on one line.
    pub(super) fn in_capture(&self, at: usize) -> bool {
        self.of_block(self.pieces[at].block).len() >= CAPTURE
    }

    /// Adds a verdict on a piece; the larger of old and new stands.
    pub(super) fn mark(&mut self, at: usize, verdict: Verdict) {
        let piece = &mut self.pieces[at];
        if !piece.kept {
            piece.verdict = piece.verdict.max(verdict);
        }
    }

    /// Adds a verdict on all pieces of a block.
    pub(super) fn mark_block(&mut self, block: usize, verdict: Verdict) {
        for at in self.of_block(block) {
            self.mark(at, verdict);
        }
    }

    /// Says that a block is a heading.
    pub(super) fn make_heading(&mut self, block: usize) {
        self.blocks[block].role = Role::Heading;
    }

    /// Takes doubtful verdicts back if with them nearly all would be
    /// furniture.
    pub(super) fn take_back_doubtful(&mut self) {
        let (mut all, mut marked) = (0, 0);
        for piece in &self.pieces {
            all += piece.range.len();
            if piece.verdict != Verdict::Content {
                marked += piece.range.len();
            }
        }
        if marked * 100 > all * LARGEST_SHARE {
            for piece in self.pieces.iter_mut().filter(|it| it.verdict == Verdict::Doubtful) {
                piece.verdict = Verdict::Content;
            }
        }
    }

    /// Puts the blocks together again, one for each run of content or
    /// furniture within a block.
    pub(super) fn into_blocks(self) -> Vec<Block> {
        let mut out = Vec::with_capacity(self.blocks.len());
        for (block, range) in self.blocks.into_iter().zip(self.of_block) {
            let pieces = &self.pieces[range];
            let runs = pieces.chunk_by(|a, b| is_furniture(a) == is_furniture(b));
            if pieces.len() < 2 || runs.clone().count() == 1 {
                let furniture = pieces.first().is_some_and(is_furniture);
                let role = if furniture { Role::Furniture } else { block.role };
                out.push(Block { role, ..block });
                continue;
            }
            for run in runs {
                let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
                let text = block.text[first.range.start..last.range.end].trim().to_owned();
                let role = if is_furniture(first) { Role::Furniture } else { block.role };
                if !text.is_empty() {
                    out.push(Block { role, text, line: block.line, page: block.page });
                }
            }
        }
        out
    }
}

fn is_furniture(piece: &Piece) -> bool {
    piece.verdict != Verdict::Content
}

/// The sentences of a block; a web address between two of them is a piece of
/// its own.
fn cut(block: &Block) -> Vec<Range<usize>> {
    let text = block.text.as_str();
    if block.role == Role::Furniture || text.len() > LONGEST_CUT {
        return std::iter::once(0..text.len()).collect();
    }
    let mut cuts = Vec::new();
    for range in sentences(text) {
        cut_addresses(text, range, &mut cuts);
    }
    cuts
}

/// Cuts a sentence before and after the web addresses that are no part of
/// it: nothing or a whole sentence stands before, something new after. After
/// a full stop a word glued to another (`pp. WebFounded`) begins anew
/// too, and so may a small letter in a shuffled capture; a cut too many does
/// no harm, as pieces of one kind are put together again.
fn cut_addresses(text: &str, sentence: Range<usize>, cuts: &mut Vec<Range<usize>>) {
    let (mut start, mut at) = (sentence.start, sentence.start);
    let (mut free, mut full) = (true, false);
    for word in text[sentence.clone()].split_inclusive(' ') {
        let end = at + word.len();
        let address = free && is_address(word.trim_end());
        if address && begins_anew(&text[end..sentence.end]) {
            if at > start {
                cuts.push(start..at);
            }
            cuts.push(at..end);
            start = end;
        }
        if at > start && !address && (free && is_glued(word) || full && begins_low(word)) {
            cuts.push(start..at);
            start = at;
        }
        free = address || ends_sentence(word);
        full = is_full_stop(word);
        at = end;
    }
    if sentence.end > start {
        cuts.push(start..sentence.end);
    }
}

/// Tells whether a word ends in a stop and is too long for an abbreviation.
fn is_full_stop(word: &str) -> bool {
    let letters = word.trim_end().strip_suffix('.').unwrap_or_default();
    letters.chars().all(char::is_alphabetic) && letters.chars().nth(3).is_some()
}

fn begins_low(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
}

/// Tells whether a capital stands right after a small letter.
fn is_glued(word: &str) -> bool {
    let next = word.chars().skip(1);
    word.chars().zip(next).any(|(ch, next)| ch.is_lowercase() && next.is_uppercase())
}

/// Tells whether what follows an address belongs to something else.
fn begins_anew(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    first.is_empty() || first.starts_with(char::is_uppercase) || is_address(first)
}

/// Tells whether a word is a web address.
pub(super) fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['<', '(', '[']);
    let has = |start: &str| {
        word.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
            && word.len() > start.len() + 3
    };
    has("http://") || has("https://") || has("www.")
}

/// Tells whether a sentence or line is a copyright notice with a year.
pub(super) fn is_copyright_line(text: &str) -> bool {
    const LONGEST: usize = 300;
    let named = || {
        text.split_whitespace().any(|word| {
            let word = word.trim_end_matches(|ch: char| !ch.is_alphanumeric() && ch != ')');
            word.eq_ignore_ascii_case("copyright") || word.eq_ignore_ascii_case("(c)")
        })
    };
    text.len() <= LONGEST && (text.contains(['©', '℗']) || named()) && has_year(text)
}
