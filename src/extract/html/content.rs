//! Tells the content of a page from its frame. What says that it is frame
//! goes first, unless most of the text is in it. Then the element is found
//! in which running text outweighs links and scraps most; what is outside
//! it, and lists of links inside, are frame too. When too little is left, it
//! is done again with less courage. Never returns nothing where there is
//! text.

use std::ops::Range;

use super::{
    dom::{Dom, Id},
    frame::{Claim, claim},
    runs::{Kind, Run},
};

/// Letters of content below which a page is looked at again.
const LEAST: i64 = 140;

/// Marks the runs of a page that are content.
pub(super) fn content(dom: &Dom, runs: &[Run]) -> Vec<bool> {
    let claims: Vec<(Id, Claim)> =
        dom.inside(0).filter_map(|id| Some((id, claim(dom, id)?))).collect();
    let visible: i64 = runs.iter().filter(|run| run.hidden.is_none()).map(letters).sum();
    let mut best = Vec::new();
    for courage in [Courage::All, Courage::Elements, Courage::Links, Courage::None] {
        let mut page = Page { dom, runs, claims: &claims, out: vec![false; runs.len()] };
        best = page.content(courage);
        let kept: i64 =
            runs.iter().zip(&best).filter(|(_, kept)| **kept).map(|(run, _)| letters(run)).sum();
        if kept >= LEAST.min(visible / 2).max(1) {
            break;
        }
    }
    best
}

/// How much of what a page claims is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Courage {
    /// All of it.
    All,
    /// What elements and roles say, not what words do.
    Elements,
    /// The same; lists of links are content.
    Links,
    /// Nothing.
    None,
}

struct Page<'a> {
    dom: &'a Dom,
    runs: &'a [Run],
    claims: &'a [(Id, Claim)],
    /// Whether a run is frame for certain.
    out: Vec<bool>,
}

fn letters(run: &Run) -> i64 {
    i64::try_from(run.letters).unwrap_or(i64::MAX)
}

fn linked(run: &Run) -> i64 {
    i64::try_from(run.linked).unwrap_or(i64::MAX)
}

/// The letters of a run that is running text.
fn prose(run: &Run) -> i64 {
    let plain = letters(run) - linked(run);
    let least = if run.kind == Kind::Paragraph { 25 } else { 40 };
    if plain < least || linked(run) > plain || matches!(run.kind, Kind::Heading(_)) {
        return 0;
    }
    let sentence =
        run.text.contains(['.', ',', ';', '!', '?', '。', '、', '،', '।', '։', '။', ':']);
    if sentence || plain >= 80 || run.kind == Kind::Pre { plain } else { 0 }
}

/// What a run adds to the element it stands in.
fn value(run: &Run) -> i64 {
    let prose = prose(run);
    if prose > 0 {
        return prose - linked(run);
    }
    match run.kind {
        Kind::Heading(_) => -linked(run) / 2,
        _ => -linked(run) - 10 + (letters(run) - linked(run)).min(5),
    }
}

struct Sums(Vec<i64>);

impl Sums {
    fn of(values: impl Iterator<Item = i64>) -> Self {
        let mut sums = vec![0];
        let mut sum = 0;
        for value in values {
            sum += value;
            sums.push(sum);
        }
        Self(sums)
    }

    fn over(&self, range: &Range<usize>) -> i64 {
        self.0[range.end] - self.0[range.start]
    }

    fn total(&self) -> i64 {
        self.0[self.0.len() - 1]
    }
}

/// The percentage of links above which an element is a list of links, where
/// it is one that can be. A table of data may link most of its cells.
fn most_links(name: &str) -> Option<i64> {
    match name {
        "ul" | "ol" | "dl" | "div" | "section" | "form" | "header" | "center" | "article"
        | "figure" => Some(50),
        "table" => Some(70),
        _ => None,
    }
}

impl Page<'_> {
    fn range(&self, id: Id) -> Range<usize> {
        let end = self.dom.node(id).end;
        let start = self.runs.partition_point(|run| run.at < id);
        start..start + self.runs[start..].partition_point(|run| run.at < end)
    }

    fn sums(&self, of: impl Fn(&Run) -> i64) -> Sums {
        let seen = self.runs.iter().zip(&self.out);
        Sums::of(seen.map(|(run, out)| if *out { 0 } else { of(run) }))
    }

    fn take(&mut self, id: Id) {
        let range = self.range(id);
        self.out[range].fill(true);
    }

    fn content(&mut self, courage: Courage) -> Vec<bool> {
        for (at, run) in self.runs.iter().enumerate() {
            self.out[at] = run.hidden.is_some();
        }
        if self.out.iter().all(|out| *out) {
            self.out.fill(false);
        }
        if courage == Courage::None {
            return self.out.iter().map(|out| !out).collect();
        }
        self.take_comments();
        self.take_frame(courage);
        let roots = if courage == Courage::Links { vec![0] } else { self.roots() };
        let mut inside = vec![false; self.runs.len()];
        for root in &roots {
            let range = self.range(*root);
            inside[range].fill(true);
        }
        if courage != Courage::Links {
            roots.iter().for_each(|root| self.prune(*root));
        }
        let mut content: Vec<bool> =
            inside.iter().zip(&self.out).map(|(inside, out)| *inside && !out).collect();
        self.begin(&mut content);
        self.end(&mut content);
        content
    }

    /// Takes away the headings that nothing follows: of lists of links.
    fn end(&self, content: &mut [bool]) {
        let is_end = |at: usize| matches!(self.runs[at].kind, Kind::Heading(2..));
        if content.iter().enumerate().all(|(at, content)| !content || is_end(at)) {
            return;
        }
        while let Some(last) = content.iter().rposition(|content| *content).filter(|at| is_end(*at))
        {
            content[last] = false;
        }
    }

    /// Adds what stands above the text of an article: its headline, and the
    /// running text between that and the text.
    fn begin(&self, content: &mut [bool]) {
        let Some(first) = content.iter().position(|content| *content) else { return };
        let is_headline = |at: &usize| self.runs[*at].kind == Kind::Heading(1) && !self.out[*at];
        if content.iter().enumerate().any(|(at, content)| *content && is_headline(&at)) {
            return;
        }
        let Some(headline) = (0..first).rev().find(is_headline) else { return };
        content[headline] = true;
        let above = headline + 1..first;
        let runs = self.runs[above.clone()].iter().zip(&self.out[above.clone()]);
        for (content, (run, out)) in content[above].iter_mut().zip(runs) {
            *content = !out && prose(run) > 0;
        }
    }

    /// Takes out what readers wrote, if there is anything else.
    fn take_comments(&mut self) {
        let sums = self.sums(prose);
        let mut found = Vec::new();
        let mut end = 0;
        for (id, kind) in self.claims {
            if *kind == Claim::Comments && *id >= end && !self.holds_content(*id) {
                found.push(*id);
                end = self.dom.node(*id).end;
            }
        }
        let inside: i64 = found.iter().map(|id| sums.over(&self.range(*id))).sum();
        if sums.total() - inside >= 300 {
            found.into_iter().for_each(|id| self.take(id));
        }
    }

    /// Whether an element says that the content is inside it.
    fn holds_content(&self, id: Id) -> bool {
        let end = self.dom.node(id).end;
        let from = self.claims.partition_point(|(at, _)| *at <= id);
        let claims = self.claims[from..].iter().take_while(|(at, _)| *at < end);
        claims.into_iter().any(|(_, kind)| matches!(kind, Claim::Body))
            || self.dom.elements(id, "h1").next().is_some()
    }

    fn take_frame(&mut self, courage: Courage) {
        let running = self.sums(prose);
        // Where nothing is running text, all text counts.
        let sums = if running.total() > 0 { running } else { self.sums(letters) };
        let total = sums.total();
        let mut end = 0;
        for (id, kind) in self.claims {
            if *id < end {
                continue;
            }
            let inside = sums.over(&self.range(*id));
            let out = match kind {
                Claim::Frame => inside * 10 < total * 8,
                Claim::Word => {
                    courage == Courage::All && inside * 3 < total && !self.holds_content(*id)
                }
                Claim::Comments | Claim::Content | Claim::Body => false,
            };
            if out {
                self.take(*id);
                end = self.dom.node(*id).end;
            }
        }
    }

    /// The elements that together hold the content.
    fn roots(&self) -> Vec<Id> {
        let sums = self.sums(value);
        let value_of = |id: Id| sums.over(&self.range(id));
        let best = (0..self.dom.node(0).end)
            .filter(|id| *id == 0 || !self.dom.name(*id).is_empty())
            .map(|id| (value_of(id), id))
            .max_by_key(|(value, id)| (*value, *id));
        let Some((most, best)) = best.filter(|(value, _)| *value > 0) else { return vec![0] };
        for kinds in [&[Claim::Body][..], &[Claim::Content]] {
            let mut found = Vec::new();
            let mut end = 0;
            for (id, kind) in self.claims {
                if kinds.contains(kind) && *id >= end && value_of(*id) > 0 {
                    found.push(*id);
                    end = self.dom.node(*id).end;
                }
            }
            let sum: i64 = found.iter().map(|id| value_of(*id)).sum();
            if sum * 10 >= most * 7 {
                let least = found.iter().map(|id| value_of(*id)).max().unwrap_or(0) / 10;
                found.retain(|id| value_of(*id) >= least);
                return found;
            }
        }
        vec![best]
    }

    /// Takes lists of links out of the content.
    fn prune(&mut self, root: Id) {
        let (all, links, prose) = (self.sums(letters), self.sums(linked), self.sums(prose));
        let end = self.dom.node(root).end;
        let mut id = root + 1;
        while id < end {
            let range = self.range(id);
            let (letters, linked) = (all.over(&range), links.over(&range));
            let most = most_links(self.dom.name(id));
            let is_links = most.is_some_and(|most| letters > 0 && linked * 100 > letters * most);
            if is_links && prose.over(&range) * 4 < letters {
                self.take(id);
                id = self.dom.node(id).end;
            } else {
                id += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::html::runs::runs;

    /// The content of a page, its runs divided by ` / `.
    #[track_caller]
    fn case(page: &str, expected: &str) {
        let dom = Dom::parse(page);
        let runs = runs(&dom);
        let content = content(&dom, &runs);
        let kept = runs.iter().zip(content).filter(|(_, content)| *content);
        let kept: Vec<String> = kept.map(|(run, _)| run.text.replace('\n', " ")).collect();
        assert_eq!(kept.join(" / "), expected, "{page}");
    }

    const ONE: &str = "The ministers met on Tuesday to agree how the two countries would share \
        the cost of the new reception centre at the border crossing, which opens in May.";
    const TWO: &str = "Families who wait there will get a room of their own, a school for the \
        children, and advice on their rights in a language that they know.";
    const FINNISH: &str = "Järjestö auttaa maahanmuuttajia ja neuvoo viranomaisia.";

    #[test]
    fn the_frame_of_an_article_goes() {
        let menu = "<div><a href=a>Etusivu</a> <a href=b>Ota yhteyttä</a></div>";
        let side = format!("<div class=sidebar><p>{FINNISH}</p><a href=c>Lue lisää</a></div>");
        let foot = "<div><p>Postiosoite: Katu 1, Helsinki</p><a href=d>Tietosuoja</a></div>";
        let body = format!("<div><h1>Centre opens</h1><p>{ONE}</p><p>{TWO}</p></div>");
        case(&format!("<body>{menu}{side}{body}{foot}"), &format!("Centre opens / {ONE} / {TWO}"));
    }

    #[test]
    fn headline_and_lead_may_stand_above_the_text() {
        let page = format!(
            "<header><h1>Centre opens</h1><p class=lead>{TWO}</p><p>3 May</p></header>\
             <div class=article-body><p>{ONE}</p><p>{ONE}</p><p>{ONE}</p></div>"
        );
        case(&page, &format!("Centre opens / {TWO} / {ONE} / {ONE} / {ONE}"));
    }

    #[test]
    fn lists_of_links_go_and_lists_of_text_stay() {
        let links = "<h3>More</h3><ul><li><a href=a>One more</a><li><a href=b>And two</a></ul>";
        let list = "<ul><li>first the <a href=x>families</a>,<li>then the others</ul>";
        case(
            &format!("<main><p>{ONE}</p>{list}<p>{TWO}</p>{links}</main>"),
            &format!("{ONE} / first the families, / then the others / {TWO}"),
        );
    }

    #[test]
    fn comments_go_unless_they_are_all_there_is() {
        let comments = format!("<div class=comments><p>{TWO}</p><p>{ONE}</p></div>");
        let article = format!("<p>{ONE}</p>").repeat(3);
        case(&format!("<body><div>{article}</div>{comments}"), &[ONE; 3].join(" / "));
        case(&format!("<body><nav><a href=a>Home</a></nav>{comments}"), &format!("{TWO} / {ONE}"));
    }

    #[test]
    fn what_claims_to_be_frame_is_not_believed_when_it_holds_the_text() {
        case(&format!("<form><p>{ONE}</p></form>"), ONE);
        case(
            &format!("<div class=related><p>{ONE}</p><p>{TWO}</p></div>"),
            &format!("{ONE} / {TWO}"),
        );
        case(&format!("<aside><p>{ONE}</p></aside>"), ONE);
    }

    #[test]
    fn pages_of_links_and_short_pages_are_content() {
        case(
            "<nav><a href=x>Home</a></nav><ul><li><a href=a>Act 1/2010</a><li><a href=b>Act 2/2011</a></ul>",
            "Act 1/2010 / Act 2/2011",
        );
        case("<nav><a href=x>Home</a></nav>", "Home");
        case("<p>Closed.</p>", "Closed.");
        case("<p hidden>Closed.</p>", "Closed.");
        case("", "");
    }

    #[test]
    fn pages_laid_out_by_tables_are_read() {
        let menu =
            "<td><font><a href=a>Home</a><br><a href=b>News</a><br><a href=c>Links</a></font></td>";
        case(
            &format!("<table><tr>{menu}<td><font>{ONE}<br><br>{TWO}</font></td></tr></table>"),
            &format!("{ONE} / {TWO}"),
        );
    }

    #[test]
    fn tables_of_data_stay() {
        let rows = "<tr><th>Year<th>Arrivals<tr><td>2019<td>300<tr><td><a href=x>2020</a><td>41";
        case(
            &format!("<main><p>{ONE}</p><table>{rows}</table></main>"),
            &format!("{ONE} / Year\tArrivals / 2019\t300 / 2020\t41"),
        );
    }
}
