//! What the files of one folder or site say alike around their own text:
//! menus, notices and footers of captured pages. Which blocks a group of
//! files repeats is counted elsewhere, by the hashes given out here; this
//! room says which blocks are worth counting, how often is often, and what a
//! repeated block makes of its document. Never marks text between two parts
//! of a document's own, and nothing where the own text repeats as well: those
//! are versions of one document.

use std::collections::{HashMap, HashSet};

use super::{
    repeats::is_numbered,
    sheet::is_copyright_line,
    words::{Words, ends_sentence, has_year, is_number, mix},
};
use crate::document::{Block, Role};

/// How many blocks of text are counted at the head and at the foot of a
/// document.
const HEAD: usize = 64;
/// See [`HEAD`].
const FOOT: usize = 48;

/// The longest block, in bytes, that can be part of a frame: the paragraph
/// at the foot of a page that says who publishes it.
const LONGEST: usize = 2000;
/// The longest line, in bytes, that may stand between the lines of a frame
/// without being part of it: a headline, a date, a trail of links.
const LONGEST_LINE: usize = 160;
/// The least words of running text.
const SHORTEST_PROSE: usize = 12;
/// The longest line, in bytes, that dates a document.
const LONGEST_IMPRINT: usize = 120;
/// How many blocks make a frame; fewer may be a masthead or a habit.
const SMALLEST: usize = 3;
/// A frame has so many repeated blocks for each line of the document's own.
const DENSITY: usize = 4;
/// The share of repeated blocks inside the frame, in percent, above which
/// the document is a version of others.
const VERSION: usize = 25;

/// A block that is in so many files of a group is repeated, whatever their
/// number.
const MANY: usize = 20;
/// Fewer files than that are no repetition.
const FEW: usize = 3;
/// Files whose blocks are counted at a time: a hundred hashes each are some
/// 100 MB.
const COUNTED: usize = 50_000;

/// The frame of a document as its index row has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The hash of the group that its blocks are counted in; 0 for none.
    pub group: u64,
    /// The hashes of the blocks that are counted, ascending, each once; the
    /// lowest bit says whether the block was taken for repeated when the
    /// document was written.
    pub blocks: Vec<u64>,
}

impl Frame {
    /// The frame of a document that is written with the knowledge of what
    /// its group repeats.
    #[must_use]
    pub fn new(group: u64, blocks: &[Block], repeated: &HashSet<u64>) -> Self {
        if group == 0 {
            return Self::default();
        }
        let mut blocks = counted(blocks);
        for hash in &mut blocks {
            *hash |= u64::from(repeated.contains(hash));
        }
        Self { group, blocks }
    }
}

/// In how many of the files of a group a block must stand to be repeated: in
/// a tenth of them, at least 3, and 20 are always enough.
#[must_use]
pub fn often(files: usize) -> usize {
    (files / 10).clamp(FEW, MANY)
}

/// The hashes of the blocks that each group repeats.
#[derive(Clone, Debug, Default)]
pub struct Repeats {
    groups: HashMap<u64, HashSet<u64>>,
    nothing: HashSet<u64>,
}

impl Repeats {
    /// What a group repeats.
    #[must_use]
    pub fn of(&self, group: u64) -> &HashSet<u64> {
        self.groups.get(&group).unwrap_or(&self.nothing)
    }

    /// What some groups repeat, given the hashes of each of their documents;
    /// the group 0 is none.
    #[must_use]
    pub fn of_groups(groups: HashMap<u64, Vec<Vec<u64>>>) -> Self {
        let mut repeats = Self::default();
        for (group, members) in groups.into_iter().filter(|(group, _)| *group != 0) {
            let found = repeated(members.len(), |count| {
                members.iter().flatten().for_each(|hash| count(*hash));
            });
            repeats.add(group, found);
        }
        repeats
    }

    /// Adds what other groups repeat, or the same.
    pub fn extend(&mut self, other: Self) {
        other.groups.into_iter().for_each(|(group, hashes)| self.add(group, hashes));
    }

    /// Adds what a group repeats.
    pub fn add(&mut self, group: u64, hashes: HashSet<u64>) {
        if !hashes.is_empty() {
            self.groups.entry(group).or_default().extend(hashes);
        }
    }
}

/// The hashes that a group of so many files repeats. `each` hands over the
/// hashes of all of them, each file's once, as often as it is called: of very
/// many only a part is counted at a time.
#[must_use]
pub fn repeated(files: usize, each: impl Fn(&mut dyn FnMut(u64))) -> HashSet<u64> {
    let often = often(files);
    let mut found = HashSet::new();
    if files < often {
        return found;
    }
    let passes = (files / COUNTED + 1) as u64;
    for pass in 0..passes {
        let mut counts: HashMap<u64, usize> = HashMap::new();
        each(&mut |hash| {
            if (hash >> 1) % passes == pass {
                *counts.entry(hash & !1).or_default() += 1;
            }
        });
        counts.retain(|_, count| *count >= often);
        found.extend(counts.into_keys());
    }
    found
}

/// The hashes of the blocks of a document that are counted: 31 bits above
/// an empty lowest one, ascending, each once.
#[must_use]
pub fn counted(blocks: &[Block]) -> Vec<u64> {
    let lines = lines(blocks);
    let mut hashes: Vec<u64> = lines.iter().filter_map(|line| line.hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Marks the frame of a document, given the hashes of the blocks that its
/// group repeats.
pub fn mark(blocks: &mut [Block], repeated: &HashSet<u64>) {
    if repeated.is_empty() {
        return;
    }
    let mut lines = lines(blocks);
    for line in &mut lines {
        if line.hash.is_some_and(|hash| repeated.contains(&hash)) {
            line.kind = Kind::Repeated;
        }
    }
    let count = lines.len();
    let top = 0..run(lines.iter().take(HEAD));
    let bottom = run(lines.iter().rev().take(FOOT).take(count - top.end));
    let bottom = count - bottom..count;
    // A run that fills its window has no end that is known.
    let endless = top.len() == HEAD || bottom.len() == FOOT;
    if endless || !is_own(&lines[top.end..bottom.start]) {
        return;
    }
    for at in top.chain(bottom) {
        if lines[at].kind == Kind::Repeated {
            blocks[lines[at].block].role = Role::Furniture;
        }
    }
}

/// What a block is to a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Running text, or a heading of it.
    Own,
    /// A short line.
    Short,
    /// Neither for nor against a frame, and never marked: an imprint, a
    /// copyright line, a number.
    Neutral,
    /// Repeated in the group.
    Repeated,
    /// Far from both ends.
    Unseen,
}

/// A block that is content so far.
struct Line {
    block: usize,
    kind: Kind,
    /// Many texts have the same headings for good reasons: they prove
    /// nothing.
    heading: bool,
    /// What it is counted by.
    hash: Option<u64>,
}

/// The blocks of a document that are content so far; only those at both ends
/// are looked at.
fn lines(blocks: &[Block]) -> Vec<Line> {
    let content: Vec<usize> =
        (0..blocks.len()).filter(|&at| blocks[at].role != Role::Furniture).collect();
    let count = content.len();
    let of = |(place, block): (usize, usize)| {
        let is_seen = place < HEAD || place + FOOT >= count;
        let (kind, hash) = if is_seen { read(&blocks[block]) } else { (Kind::Unseen, None) };
        Line { block, kind, heading: blocks[block].role == Role::Heading, hash }
    };
    content.into_iter().enumerate().map(of).collect()
}

/// What a block is before it is known what is repeated, and its hash.
fn read(block: &Block) -> (Kind, Option<u64>) {
    let text = block.text.trim();
    if text.len() > LONGEST {
        return (Kind::Own, None);
    }
    let words = Words::of(text);
    let numbers = words.hashes().iter().filter(|&&word| is_number(word)).count();
    let dates = text.len() <= LONGEST_IMPRINT && has_year(text) || is_copyright_line(text);
    if dates || words.len() == 0 || numbers * 2 > words.len() {
        return (Kind::Neutral, None);
    }
    // What is numbered is a provision or a chapter.
    if is_numbered(text) || numbers > 0 && words.len() <= 3 {
        return (Kind::Own, None);
    }
    let prose = text.len() > LONGEST_LINE
        || words.len() >= SHORTEST_PROSE
        || ends_sentence(text) && words.len() * 2 >= SHORTEST_PROSE;
    let kind = if prose { Kind::Own } else { Kind::Short };
    let hash = mix(words.hashes());
    (kind, Some(((hash ^ (hash >> 32)) & 0x7fff_ffff) << 1))
}

/// How many lines a frame has that begins with the first of them: up to the
/// last repeated one before text of the document's own.
fn run<'a>(lines: impl Iterator<Item = &'a Line>) -> usize {
    let (mut end, mut repeated, mut own, mut found) = (0, 0_usize, 0_usize, 0);
    for (at, line) in lines.enumerate() {
        match line.kind {
            Kind::Own | Kind::Unseen => break,
            Kind::Short => own += 1,
            Kind::Neutral => {}
            Kind::Repeated => {
                repeated += usize::from(!line.heading);
                if own * DENSITY <= repeated {
                    (end, found) = (at + 1, repeated);
                }
            }
        }
    }
    if found >= SMALLEST { end } else { 0 }
}

/// Whether what stands inside the frame is the document's own.
fn is_own(inside: &[Line]) -> bool {
    let (mut all, mut repeated, mut prose) = (0, 0, false);
    for line in inside.iter().filter(|line| !line.heading) {
        let counts = matches!(line.kind, Kind::Own | Kind::Short | Kind::Repeated);
        all += usize::from(counts);
        repeated += usize::from(line.kind == Kind::Repeated);
        prose |= line.kind == Kind::Own;
    }
    prose && repeated * 100 <= all * VERSION
}
