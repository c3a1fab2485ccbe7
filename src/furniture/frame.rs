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
/// How many paragraphs of running text may follow each other in a frame.
const MOST_PROSE: usize = 3;
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
    let frame = [&lines[top.clone()], &lines[bottom.clone()]];
    let inside = &lines[top.end..bottom.start];
    if endless || frame.into_iter().any(is_text) || !is_own(inside, frame) {
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
    /// The length in bytes of running text; 0 for a short line.
    prose: usize,
    /// Many texts have the same headings for good reasons: inside, they do
    /// not tell versions of one document.
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
        let text = &blocks[block];
        let (kind, hash) = if is_seen { read(text) } else { (Kind::Unseen, None) };
        let prose = if matches!(kind, Kind::Short | Kind::Neutral) { 0 } else { text.text.len() };
        Line { block, kind, prose, heading: text.role == Role::Heading, hash }
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
    let (mut end, mut repeated, mut own, mut found) = (0, 0, 0, 0);
    for (at, line) in lines.enumerate() {
        match line.kind {
            Kind::Own | Kind::Unseen => break,
            Kind::Short => own += 1,
            Kind::Neutral => {}
            Kind::Repeated => {
                repeated += 1;
                if own * DENSITY <= repeated {
                    (end, found) = (at + 1, repeated);
                }
            }
        }
    }
    if found >= SMALLEST { end } else { 0 }
}

/// Whether what a frame would be is running text, paragraph after paragraph.
fn is_text(frame: &[Line]) -> bool {
    let prose = |line: &Line| line.prose > 0;
    frame.chunk_by(|one, next| prose(one) && prose(next)).any(|run| run.len() > MOST_PROSE)
}

/// Whether what stands inside the frame is the document's own, and more than
/// the running text of the frame.
fn is_own(inside: &[Line], frame: [&[Line]; 2]) -> bool {
    let (mut all, mut repeated, mut own) = (0, 0, 0);
    for line in inside.iter().filter(|line| !line.heading) {
        match line.kind {
            Kind::Own | Kind::Unseen => own += line.prose,
            Kind::Short | Kind::Repeated | Kind::Neutral => {}
        }
        all += usize::from(matches!(line.kind, Kind::Own | Kind::Short | Kind::Repeated));
        repeated += usize::from(line.kind == Kind::Repeated);
    }
    let borrowed: usize = frame.into_iter().flatten().map(|line| line.prose).sum();
    own > borrowed && repeated * 100 <= all * VERSION
}

#[cfg(test)]
mod tests {
    use super::*;

    const MENU: &str = "Skip to text\nWho we are\nWhat we do\nEspañol";
    const FOOT: &str = "Related stories\nThe office helps the people of the harbour towns to \
        find work and a home, whoever they are.\nPrivacy\nSite map";

    /// A document of so many paragraphs that no other has.
    fn own(name: &str, paragraphs: usize) -> String {
        let one = |at| {
            format!(
                "The {name} crew number {at} said that the old {name} pier would be rebuilt with \
                 stone from the {name} quarry."
            )
        };
        (0..paragraphs).map(one).collect::<Vec<_>>().join("\n")
    }

    fn blocks(text: &str) -> Vec<Block> {
        let block = |(text, line): (&str, u32)| {
            let heading = text.strip_prefix("# ");
            Block {
                role: if heading.is_some() { Role::Heading } else { Role::Body },
                text: heading.unwrap_or(text).to_owned(),
                line,
                page: None,
            }
        };
        text.lines().zip(1..).map(block).collect()
    }

    /// The furniture of the first of some documents of one group.
    fn marked(documents: &[String]) -> String {
        let members = documents.iter().map(|text| counted(&blocks(text))).collect();
        let repeats = Repeats::of_groups(HashMap::from([(1, members)]));
        let mut first = blocks(&documents[0]);
        mark(&mut first, repeats.of(1));
        let texts = first.iter().filter(|it| it.role == Role::Furniture).map(|it| &*it.text);
        texts.collect::<Vec<_>>().join("\n")
    }

    /// As many documents as there are names, by a form.
    fn each(form: impl Fn(&str) -> String) -> Vec<String> {
        ["ferry", "crane", "buoy", "sail", "oar"].iter().map(|name| form(name)).collect()
    }

    #[test]
    fn a_frame_is_what_stands_around_the_own_text_of_many() {
        let framed = |name: &str| format!("{MENU}\nNews of the {name}\n{}\n{FOOT}", own(name, 3));
        let documents = each(framed);
        assert_eq!(marked(&documents), format!("{MENU}\n{FOOT}"));
        assert_eq!(marked(&documents[..3]), format!("{MENU}\n{FOOT}"));
        assert_eq!(marked(&documents[..2]), "");
        // A line of its own may stand in it, and a heading between its lines.
        let mixed =
            |name: &str| format!("News of the {name}\n{MENU}\n# Menu\nHelp\n{}", own(name, 2));
        assert_eq!(marked(&each(mixed)), format!("{MENU}\nMenu\nHelp"));
    }

    #[test]
    fn versions_of_a_document_have_no_frame() {
        let version = |name: &str| {
            let same = own("harbour", 30);
            format!("{MENU}\n{}\n{same}\n{FOOT}", own(name, 2))
        };
        assert_eq!(marked(&each(version)), "");
        let changed = |name: &str| format!("{MENU}\nEdition of the {name}\n{FOOT}");
        assert_eq!(marked(&each(changed)), "");
        let lead = |name: &str| {
            let parts: Vec<String> =
                (0..5).map(|at| format!("Part\n{}", own(&at.to_string(), 1))).collect();
            format!("{}\n{}\n{FOOT}", own(name, 2), parts.join("\n"))
        };
        assert_eq!(marked(&each(lead)), "");
        assert_eq!(marked(&each(|_| format!("{MENU}\n{}", own("harbour", 200)))), "");
    }

    #[test]
    fn what_texts_of_one_kind_have_in_common_is_content() {
        let law = |name: &str| {
            format!(
                "Act on the {name}\nChapter 1\nGeneral provisions\nArticle 1\nPurpose\n{}\n\
                 Article 2\nScope\n{}\nEntry into force",
                own(name, 1),
                own(name, 2)
            )
        };
        assert_eq!(marked(&each(law)), "");
        let sheet = |name: &str| {
            format!(
                "{name}\nPopulation\n{name} one\nRefugees\n{name} two\nAsylum\n{}",
                own(name, 1)
            )
        };
        assert_eq!(marked(&each(sheet)), "");
        let headed = |name: &str| {
            let part = |title| format!("# {title}\n{}", own(&format!("{name} {title}"), 1));
            ["Introduction", "Background", "Aim", "Scope"].map(part).join("\n")
        };
        assert_eq!(marked(&each(headed)), "");
        let short = |name: &str| format!("{}\nThe office thanks all who helped.", own(name, 1));
        assert_eq!(marked(&each(short)), "");
    }

    #[test]
    fn what_dates_a_document_stays() {
        let dated =
            |name: &str| format!("{MENU}\nJune 2005\n{}\n{FOOT}\n© 2005 The office", own(name, 3));
        assert_eq!(marked(&each(dated)), format!("{MENU}\n{FOOT}"));
    }

    #[test]
    fn counts_are_the_same_whatever_is_counted_at_a_time() {
        let case = |files: usize, expected: usize| assert_eq!(often(files), expected);
        case(3, 3);
        case(30, 3);
        case(100, 10);
        case(1_000_000, 20);
        // More files than are counted in one go.
        let files = 2 * COUNTED + 1;
        let found = repeated(files, |count| {
            for file in 0..files as u64 {
                count(file << 1);
                count((files as u64 + file % 7) << 1 | 1);
            }
        });
        assert_eq!(found.len(), 7);
    }
}
