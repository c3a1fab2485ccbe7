//! The year in the name of a file, its folders or a web address. Tells dates
//! from hashes, numbers of laws and running numbers; never looks at the disk
//! and never asks for the address.

use crate::document::Provenance;

use super::{
    date::{self, Date},
    imprint::Clue,
    number::symbol,
    words::{Class, meaning},
};

/// A year in a place and whether it is worth more than the text's own words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlaceClue {
    pub(super) clue: Clue,
    /// False for a folder and for half of a running number, `act-2016-366`.
    pub(super) strong: bool,
}

/// A run of letters and digits in a name.
#[derive(Clone, Copy, Debug)]
struct Run<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

/// What the path of a document says. A file of records says nothing, as it
/// is not the document; neither does standard input.
pub(super) fn from_path(path: &str, today: Date) -> Option<PlaceClue> {
    const RECORDS: [&str; 4] = [".jsonl", ".ndjson", ".csv", ".tsv"];
    let lower = path.to_lowercase();
    let plain = lower.trim_end_matches(".gz");
    if path == "-" || RECORDS.into_iter().any(|ending| plain.ends_with(ending)) {
        return None;
    }
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let stem = stem(name);
    // Symbols are saved with other marks for the slash: `A_RES_73_195`.
    let symbol = || symbol_clue(&stem.replace('_', "/"), Provenance::FileName, today);
    symbol().or_else(|| in_name(stem, Provenance::FileName, today)).or_else(|| {
        parts.find_map(|folder| {
            let year = year_of(folder, today)?;
            let clue = clue(folder, (year, 0, 0), Provenance::FileName, 0.6);
            Some(PlaceClue { clue, strong: false })
        })
    })
}

/// The name without its endings: `x.2019.tar.gz` keeps `x.2019`.
fn stem(name: &str) -> &str {
    let mut stem = name;
    for _ in 0..2 {
        let Some((start, ending)) = stem.rsplit_once('.') else { break };
        let letters = ending.bytes().any(|byte| byte.is_ascii_alphabetic());
        let short = ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if start.is_empty() || !letters || !short {
            break;
        }
        stem = start;
    }
    stem
}

/// The address of a page and the day that an archive of the web took it, of
/// `https://web.archive.org/web/20180312081500/https://x.example/a`.
fn archived(url: &str) -> Option<(&str, Date)> {
    let (_, rest) = url.split_once("web.archive.org/web/")?;
    let (stamp, inner) = rest.split_once('/')?;
    // A star or letters ask the archive for a form of the page.
    let digits = stamp.find(|one: char| !one.is_ascii_digit()).unwrap_or(stamp.len());
    let (year, month, day) = compact(stamp.get(..digits)?)?;
    Some((inner, Date { year, month: month.max(1), day: day.max(1) }))
}

/// The day that an archive of the web took a page: the page is not younger.
pub(super) fn capture(url: &str) -> Option<Date> {
    archived(url).map(|(_, date)| date)
}

/// The clue that a capture is where there is no other.
pub(super) fn captured(date: Date) -> Clue {
    let Date { year, month, day } = date;
    let evidence = format!("captured {year:04}-{month:02}-{day:02}");
    clue(&evidence, (year, month, day), Provenance::Url, 0.2)
}

/// What a web address says; the host and the fragment are not looked at, of
/// the query only what is named a date. Of an archived page the address that
/// it had counts.
pub(super) fn from_url(url: &str, today: Date) -> Option<PlaceClue> {
    let url = archived(url).map_or(url, |(inner, _)| inner);
    in_path(url, today).or_else(|| in_query(url, today)).or_else(|| of_symbol(url, today))
}

/// `?date=2018-03-12`, `&published=20180312`
fn in_query(url: &str, today: Date) -> Option<PlaceClue> {
    const KEYS: [&str; 6] = ["date", "pubdate", "published", "day", "dt", "fecha"];
    let (_, query) = url.split_once('?')?;
    let mut pairs = query.split(['&', '#']).filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(key, value)| {
        let known = KEYS.iter().any(|one| key.eq_ignore_ascii_case(one));
        known.then(|| in_name(value, Provenance::Url, today)).flatten()
    })
}

/// `https://undocs.org/en/A/RES/73/195`, `…view_doc.asp?symbol=A/RES/73/195`
fn of_symbol(url: &str, today: Date) -> Option<PlaceClue> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next()?;
    if !(host.ends_with("undocs.org") || host.ends_with("un.org")) {
        return None;
    }
    let mut starts = url.match_indices(['/', '=']).filter_map(|(at, _)| url.get(at + 1..));
    starts.find_map(|text| symbol_clue(text.split(['&', '?', '#']).next()?, Provenance::Url, today))
}

/// The clue of a symbol of the United Nations.
fn symbol_clue(text: &str, source: Provenance, today: Date) -> Option<PlaceClue> {
    let year = symbol(text)?.year;
    let clue = clue(text, (year, 0, 0), source, 0.75);
    (year <= today.year).then_some(PlaceClue { clue, strong: true })
}

/// The dates in the path of an address.
fn in_path(url: &str, today: Date) -> Option<PlaceClue> {
    let address = url.split(['?', '#']).next().unwrap_or_default();
    let after = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (_, path) = after.split_once('/')?;
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    folders(&segments, today).or_else(|| {
        let name = segments.last().map(|last| stem(last)).unwrap_or_default();
        let earlier = segments.iter().rev().skip(1);
        in_name(name, Provenance::Url, today)
            .filter(|_| segments.len() < 2 || !is_running_number(&segments))
            .or_else(|| earlier.copied().find_map(|part| in_name(part, Provenance::Url, today)))
    })
}

/// `/2019/05/12/`, `/2019/05/`, `/2019/`
fn folders(segments: &[&str], today: Date) -> Option<PlaceClue> {
    let number = |at: usize| {
        let text = segments.get(at).filter(|text| (1..=2).contains(&text.len()))?;
        text.parse::<u8>().ok()
    };
    (0..segments.len()).rev().find_map(|at| {
        let year = year_of(segments.get(at)?, today)?;
        let last = at + 1 == segments.len();
        let month = number(at + 1).filter(|month| (1..=12).contains(month));
        let day =
            month.and(number(at + 2)).filter(|day| date::exists(year, month.unwrap_or(1), *day));
        if last && month.is_none() && (at == 0 || is_running_number(segments)) {
            return None;
        }
        let to = at + usize::from(month.is_some()) + usize::from(day.is_some());
        let evidence = format!("/{}/", segments.get(at..=to)?.join("/"));
        let order = (year, month.unwrap_or(0), day.unwrap_or(0));
        let known = order <= (today.year, today.month, today.day);
        let confidence = if month.is_some() { 0.9 } else { 0.85 };
        let clue = clue(&evidence, order, Provenance::Url, confidence);
        known.then_some(PlaceClue { clue, strong: true })
    })
}

/// `/node/1987`: a number that names a page, not a year.
fn is_running_number(segments: &[&str]) -> bool {
    const KINDS: [&str; 9] =
        ["node", "article", "id", "post", "story", "item", "page", "view", "p"];
    let before = segments.len().checked_sub(2).and_then(|at| segments.get(at));
    before.is_some_and(|kind| KINDS.contains(&kind.to_lowercase().as_str()))
}

/// A folder's name when it is a year that has begun.
fn year_of(folder: &str, today: Date) -> Option<i32> {
    let digits = folder.len() == 4 && folder.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| folder.parse().ok()).flatten().filter(|year| (1800..=today.year).contains(year))
}

/// The best date or year of one name: a whole date before a month before a
/// year, the later of equals.
fn in_name(name: &str, source: Provenance, today: Date) -> Option<PlaceClue> {
    let runs = runs(name);
    let found = (0..runs.len()).filter_map(|at| at_run(name, &runs, at, source, today));
    let rank = |found: &PlaceClue| {
        let (_, month, day) = found.clue.order;
        (found.strong, month > 0, day > 0, found.clue.order)
    };
    found.max_by_key(rank)
}

/// Runs of letters and digits.
fn runs(name: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for part in name.split(|letter: char| !letter.is_alphanumeric()) {
        if !part.is_empty() {
            runs.push(Run { text: part, start, end: start + part.len() });
        }
        start += part.len();
        start += name.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    runs
}

/// The date that begins, or whose year stands, at a run.
fn at_run(
    name: &str,
    runs: &[Run<'_>],
    at: usize,
    source: Provenance,
    today: Date,
) -> Option<PlaceClue> {
    let run = runs.get(at)?;
    let whole = compact(run.text).map(|order| (order, at, at, true));
    let (order, from, to, strong) = whole.or_else(|| beside(runs, at))?;
    let text = name.get(runs.get(from)?.start..runs.get(to)?.end)?;
    let known = order.0 >= 1800 && order <= (today.year, today.month, today.day);
    let confidence = match (strong, order.1) {
        (false, _) => 0.6,
        (true, 0) => 0.85,
        (true, _) => 0.9,
    };
    known.then(|| PlaceClue { clue: clue(text, order, source, confidence), strong })
}

/// `20160312`, `12032016`, `201603`, `20160312101500`
fn compact(text: &str) -> Option<(i32, u8, u8)> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) || !text.is_ascii() {
        return None;
    }
    let two = |from: usize| text.get(from..from + 2)?.parse::<u8>().ok();
    let four = |from: usize| text.get(from..from + 4)?.parse::<i32>().ok();
    let modern = |year: &i32| (1900..2100).contains(year);
    let known = |(year, month, day): &(i32, u8, u8)| date::exists(*year, *month, *day);
    match text.len() {
        6 => {
            let (year, month) = (four(0).filter(|year| (1950..2100).contains(year))?, two(4)?);
            (1..=12).contains(&month).then_some((year, month, 0))
        }
        8 => {
            let first = four(0).filter(modern).zip(two(4).zip(two(6)));
            let last = four(4).filter(modern).zip(two(2).zip(two(0)));
            let flat = |(year, (month, day))| (year, month, day);
            first.map(flat).filter(known).or_else(|| last.map(flat).filter(known))
        }
        12 | 14 => Some((four(0).filter(modern)?, two(4)?, two(6)?)).filter(known),
        _ => None,
    }
}

type Found = ((i32, u8, u8), usize, usize, bool);

/// A year among other runs: `2016-03-12`, `12.3.2016`, `march-2016`,
/// `report_2019`, `2018-2019`, `act-2016-366`.
fn beside(runs: &[Run<'_>], at: usize) -> Option<Found> {
    let run = runs.get(at)?;
    let (year, glued) = trailing_year(run.text)?;
    let short = |place: Option<usize>| {
        let text = runs.get(place?)?.text;
        let digits = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u8>().ok()).flatten()
    };
    let month = |place: Option<usize>| meaning(runs.get(place?)?.text).month;
    let (one, two) = (at.checked_sub(1), at.checked_sub(2));
    let (next, after) = (Some(at + 1), Some(at + 2));
    let valid = |month: Option<u8>, day: Option<u8>| {
        let (month, day) = (month?, day?);
        date::exists(year, month, day).then_some((year, month, day))
    };
    let numbered = |month: Option<u8>| month.filter(|month| (1..=12).contains(month));
    if glued {
        return (!is_fixed_name(runs, at)).then_some(((year, 0, 0), at, at, true));
    }
    valid(short(next).or_else(|| month(next)), short(after))
        .map(|order| (order, at, at + 2, true))
        .or_else(|| valid(short(one), short(two)).map(|order| (order, at - 2, at, true)))
        .or_else(|| valid(month(one), short(two)).map(|order| (order, at - 2, at, true)))
        // `dec-1934-2011` is a decree, not a month.
        .or_else(|| {
            let month = month(one).filter(|_| calendar_year(text(runs, next)).is_none())?;
            Some(((year, month, 0), at - 1, at, true))
        })
        .or_else(|| month(next).map(|month| ((year, month, 0), at, at + 1, true)))
        .or_else(|| {
            let month = numbered(short(next))
                .filter(|_| runs.get(at + 1).is_some_and(|run| run.text.len() == 2));
            month.map(|month| ((year, month, 0), at, at + 1, true))
        })
        .or_else(|| alone(runs, at, year))
}

/// The year that a run is, or that it ends with after a word of letters:
/// `report2019`.
fn trailing_year(text: &str) -> Option<(i32, bool)> {
    let cut = text.len().checked_sub(4).filter(|cut| text.is_char_boundary(*cut))?;
    let (head, tail) = text.split_at(cut);
    let digits = tail.bytes().all(|byte| byte.is_ascii_digit());
    let letters = head.is_empty() || head.len() >= 3 && head.chars().all(char::is_alphabetic);
    let year = tail.parse().ok().filter(|year| (1800..2100).contains(year))?;
    (digits && letters).then_some((year, !head.is_empty()))
}

/// A year without a month.
fn alone(runs: &[Run<'_>], at: usize, year: i32) -> Option<Found> {
    const PICTURES: [&str; 5] = ["img", "dsc", "scan", "page", "p"];
    let (before, after) = (text(runs, at.checked_sub(1)), text(runs, Some(at + 1)));
    let picture = PICTURES.contains(&before.to_lowercase().as_str());
    if picture || is_fixed_name(runs, at) || !is_chosen(runs, before, after, year) {
        return None;
    }
    // A figure beside the year that is no month makes a running number.
    let far = |other: i32| year - other > LONGEST_RANGE;
    let running =
        |text: &str| figures(text) && text.len() >= 3 && calendar_year(text).is_none_or(far);
    let issue = |text: &str| text.len() == 2 && text.parse().is_ok_and(|value: u8| value > 31);
    Some(((year, 0, 0), at, at, !(running(before) || running(after) || issue(after))))
}

/// The text of a run, empty where there is none.
fn text<'a>(runs: &[Run<'a>], at: Option<usize>) -> &'a str {
    at.and_then(|at| runs.get(at)).map_or("", |run| run.text)
}

/// How many years a range in a name can span; of two numbers further apart
/// the smaller is no year.
const LONGEST_RANGE: i32 = 40;

/// Of a range of years one counts: the first of what looks ahead, a strategy
/// for 2019-2023 being of 2019, else the last.
fn is_chosen(runs: &[Run<'_>], before: &str, after: &str, year: i32) -> bool {
    let start = calendar_year(before).filter(|start| *start < year);
    let ends = start.is_some_and(|start| year - start <= LONGEST_RANGE);
    let starts = calendar_year(after).is_some_and(|end| end > year);
    let plan = || runs.iter().any(|run| meaning(run.text).is(Class::Plan));
    !(ends && plan() || starts && !plan())
}

fn figures(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The year that four digits are.
fn calendar_year(text: &str) -> Option<i32> {
    let year = (figures(text) && text.len() == 4).then(|| text.parse().ok()).flatten()?;
    (1800..2100).contains(&year).then_some(year)
}

/// `1951-convention`, `agenda-2030`: the year is part of a name wherever it
/// stands.
fn is_fixed_name(runs: &[Run<'_>], at: usize) -> bool {
    const NAMES: [&str; 8] =
        ["agenda", "convention", "konvention", "protocol", "protokol", "compact", "sdg", "sopimus"];
    let beside = [at.checked_sub(1), Some(at + 1), at.checked_sub(2)];
    beside.into_iter().flatten().filter_map(|place| runs.get(place)).any(|run| {
        let lower = run.text.to_lowercase();
        NAMES.into_iter().any(|name| lower.contains(name))
    })
}

/// A clue of a place.
fn clue(evidence: &str, order: (i32, u8, u8), source: Provenance, confidence: f64) -> Clue {
    Clue { year: order.0, order, source, evidence: evidence.chars().take(80).collect(), confidence }
}

#[cfg(test)]
mod tests {
    use super::{Date, from_path, from_url};

    const TODAY: Date = Date { year: 2026, month: 11, day: 22 };

    /// The year of a path, negative when it is weak; 0 for none.
    fn case(path: &str, expected: i32) {
        let found = from_path(path, TODAY);
        let year =
            found.map_or(0, |found| if found.strong { found.clue.year } else { -found.clue.year });
        assert_eq!(year, expected, "{path}");
    }

    #[test]
    fn names_of_files() {
        case("reports/kabul-2016-03.pdf", 2016);
        case("20160312_x.txt", 2016);
        case("12032016.txt", 2016);
        case("report_2019", 2019);
        case("report2019.docx", 2019);
        case("brief-12.3.2018.pdf", 2018);
        case("katsaus-toukokuu-2017.html", 2017);
        case("note_March2021.pdf", 2021);
        case("world_migration_report_2022.pdf", 2022);
        case("annual-report-2018-2019.pdf", 2019);
        case("strategy-2019-2023.pdf", 2019);
        case("plan-2024-2030.pdf", 2024);
        case("A_RES_73_195.pdf", 2018);
        case("S_2017_507.pdf", 2017);
        case("Report 2019 (final).tar.gz", 2019);
    }

    #[test]
    fn hashes_and_numbers_are_no_dates() {
        case("000_9f55e1210f8bc58c.txt", 0);
        case("c707e70273ea2738.txt", 0);
        case("20191345.txt", 0);
        case("99999999.txt", 0);
        case("BWBR0003591.txt", 0);
        case("agenda-2030.pdf", 0);
        case("the-1951-convention.pdf", 0);
        case("outlook-2040.pdf", 0);
        case("2e4f2019-aa11.txt", 0);
        case("IMG_2001.txt", 0);
        case("ley-17005.txt", 0);
        case("-", 0);
        case("all-2019.jsonl", 0);
        case("all-2019.csv.gz", 0);
        case("", 0);
    }

    #[test]
    fn folders_and_running_numbers_are_weak() {
        case("corpus/2016/kabul.pdf", -2016);
        case("corpus/reports-2016/kabul.pdf", 0);
        case("act-2016-366.txt", -2016);
        case("fi-1995-248.txt", -1995);
        case("dec-1934-2011.txt", -2011);
        case("DEC-115-2007.txt", -2007);
    }

    fn address(url: &str, expected: i32) {
        assert_eq!(from_url(url, TODAY).map_or(0, |found| found.clue.year), expected, "{url}");
    }

    #[test]
    fn addresses() {
        address("https://x.example/news/2019/05/some-title", 2019);
        address("https://x.example/2019/05/12/title.html?y=2011", 2019);
        address("https://x.example/global-report-2018", 2018);
        address("https://x.example/a/20190512/b.html", 2019);
        address("https://x.example/news/title-n1419177", 0);
        address("https://x.example/node/1987", 0);
        address("https://x2019.example/about", 0);
        address("https://x.example/sdgs-2030", 0);
        address("no address", 0);
        address("https://web.archive.org/web/20180312081500/http://x.example/2016/05/a", 2016);
        address("https://web.archive.org/web/20180312081500id_/http://x.example/a", 0);
        address("https://x.example/wp-content/uploads/2018/03/a.pdf", 2018);
        address("https://x.example/news/20180312-title", 2018);
        address("https://x.example/view?id=7&date=2018-03-12", 2018);
        address("https://undocs.org/en/A/RES/73/195", 2018);
        address("https://www.un.org/ga/search/view_doc.asp?symbol=A/HRC/38/41", 2018);
    }
}
