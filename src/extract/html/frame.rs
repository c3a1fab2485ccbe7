//! Which elements are the frame of a page by what they are called: their
//! names, their roles, and the words of their classes and ids in the
//! languages that people who make pages use. Says what an element claims to
//! be; whether that is believed is for `content` to decide.

use std::{collections::HashMap, sync::LazyLock};

use super::dom::{Dom, Id};

/// What an element claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Part of the frame by its name or role.
    Frame,
    /// Part of the frame by a word of its class or id.
    Word,
    /// What readers wrote below the content.
    Comments,
    /// The content itself.
    Content,
    /// The text of an article itself.
    Body,
}

/// What an element claims to be, if anything.
pub(super) fn claim(dom: &Dom, id: Id) -> Option<Claim> {
    let name = dom.name(id);
    match name {
        "nav" | "footer" | "aside" | "button" | "select" | "option" | "textarea" | "menu"
        | "dialog" | "search" | "label" => return Some(Claim::Frame),
        "form" | "fieldset" => return Some(Claim::Word),
        "html" | "body" | "a" | "p" | "td" | "tr" | "tbody" => return None,
        "main" => return Some(Claim::Content),
        _ => {}
    }
    if let Some(role) = dom.attribute(id, "role") {
        match role.trim().to_ascii_lowercase().as_str() {
            "navigation" | "complementary" | "contentinfo" | "banner" | "search" | "dialog"
            | "alertdialog" | "menu" | "menubar" | "toolbar" | "tablist" | "alert" => {
                return Some(Claim::Frame);
            }
            "main" => return Some(Claim::Content),
            _ => {}
        }
    }
    let property = dom.attribute(id, "itemprop").unwrap_or_default();
    if property.split_ascii_whitespace().any(|one| one == "articleBody") {
        return Some(Claim::Body);
    }
    let said = said(dom, id);
    match name {
        "article" if said != Some(Claim::Comments) => Some(Claim::Content),
        _ => said,
    }
}

/// What the class and the id of an element say that it is.
fn said(dom: &Dom, id: Id) -> Option<Claim> {
    let words = words(dom, id);
    let pairs = words.windows(2).filter(|two| two.iter().all(|word| !word.is_empty()));
    let pairs: Vec<String> = pairs.map(|two| two.join(" ")).collect();
    let claims: Vec<Claim> =
        words.iter().chain(&pairs).filter_map(|word| NAMES.claim(word)).collect();
    [Claim::Comments, Claim::Word, Claim::Body].into_iter().find(|claim| claims.contains(claim))
}

/// What the names of `names.txt` say.
static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { whole: HashMap::new(), begun: Vec::new() };
    let mut claim = Claim::Word;
    for line in include_str!("names.txt").lines().filter(|line| !line.starts_with('#')) {
        match line {
            "[comments]" => claim = Claim::Comments,
            "[frame]" => claim = Claim::Word,
            "[body]" => claim = Claim::Body,
            _ => line.split(',').for_each(|name| names.add(name.trim(), claim)),
        }
    }
    names
});

/// Names of parts of pages.
struct Names {
    whole: HashMap<&'static str, Claim>,
    /// Those of which only the beginning counts.
    begun: Vec<(&'static str, Claim)>,
}

impl Names {
    fn add(&mut self, name: &'static str, claim: Claim) {
        match name.strip_suffix('*') {
            Some(start) => self.begun.push((start, claim)),
            None if name.is_empty() => {}
            None => drop(self.whole.insert(name, claim)),
        }
    }

    fn claim(&self, word: &str) -> Option<Claim> {
        let begun = || self.begun.iter().find(|(start, _)| word.starts_with(start));
        self.whole.get(word).copied().or_else(|| Some(begun()?.1))
    }
}

/// The longest class or id, in bytes, that is looked at.
const LONGEST_CLASS: usize = 1000;

/// The words of the class and id of an element, in lower case: divided at
/// what is no letter and where a small letter meets a capital; an empty one
/// stands after the last of each.
fn words(dom: &Dom, id: Id) -> Vec<String> {
    let mut words = Vec::new();
    for name in ["class", "id"] {
        let Some(value) = dom.attribute(id, name).filter(|value| value.len() <= LONGEST_CLASS)
        else {
            continue;
        };
        let mut word = String::new();
        let mut small = false;
        for letter in value.chars() {
            if !letter.is_alphabetic() || (small && letter.is_uppercase()) {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            }
            small = letter.is_lowercase();
            if letter.is_alphabetic() {
                word.extend(letter.to_lowercase());
            }
        }
        words.extend((!word.is_empty()).then_some(word));
        words.push(String::new());
    }
    words.retain(|word| word.len() != 1);
    words
}
