//! Which elements are the frame of a page by what they are called: their
//! names, their roles, and the words of their classes and ids in the
//! languages that people who make pages use. Says what an element claims to
//! be; whether that is believed is for `content` to decide.

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
        | "dialog" | "search" | "fieldset" | "label" => return Some(Claim::Frame),
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
    let words = words(dom, id);
    if words.is_empty() {
        return (name == "article").then_some(Claim::Content);
    }
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let pair = |list: &[(&str, &str)]| {
        words.windows(2).any(|two| list.contains(&(two[0].as_str(), two[1].as_str())))
    };
    if has(COMMENTS) {
        return Some(Claim::Comments);
    }
    if name == "article" {
        return Some(Claim::Content);
    }
    if has(FRAME) || pair(FRAME_PAIRS) {
        return Some(Claim::Word);
    }
    if pair(BODY_PAIRS) || has(BODY) {
        return Some(Claim::Body);
    }
    None
}

/// The words of the class and id of an element, in lower case: divided at
/// what is no letter and where a small letter meets a capital.
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
    while words.last().is_some_and(String::is_empty) {
        words.pop();
    }
    words
}

/// The longest class or id, in bytes, that is looked at.
const LONGEST_CLASS: usize = 1000;

/// Words for what readers write.
const COMMENTS: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "commentarea",
    "commentform",
    "commentaires",
    "commentaire",
    "comentarios",
    "comentario",
    "comentários",
    "kommentar",
    "kommentare",
    "kommentarer",
    "kommentit",
    "kommentti",
    "reacties",
    "reactie",
    "commenti",
    "komentarze",
    "komentare",
    "disqus",
    "livefyre",
    "respond",
    "responses",
    "replies",
    "hypercomments",
    "комментарии",
];

/// Words for parts of the frame.
const FRAME: &[&str] = &[
    // Navigation.
    "nav",
    "navi",
    "navbar",
    "navigation",
    "navigatie",
    "navigaatio",
    "navegacion",
    "navigazione",
    "menu",
    "menus",
    "submenu",
    "topmenu",
    "mainmenu",
    "meny",
    "valikko",
    "breadcrumb",
    "breadcrumbs",
    "crumbs",
    "murupolku",
    "brotkrumen",
    "ariane",
    "sitemap",
    "pagination",
    "paginator",
    "pager",
    "paging",
    "pagenav",
    "skip",
    "skiplink",
    "toolbar",
    "toolbox",
    "tools",
    "topbar",
    "masthead",
    "sidebar",
    "sidenav",
    "rail",
    "seitenleiste",
    "sidopanel",
    "footer",
    "footers",
    "fusszeile",
    "sidfot",
    "pie",
    "colophon",
    "topnav",
    "subnav",
    // Sharing and following.
    "share",
    "shares",
    "sharing",
    "sharebar",
    "sharedaddy",
    "sharethis",
    "addthis",
    "addtoany",
    "social",
    "socials",
    "socialmedia",
    "sociable",
    "socialbar",
    "jaa",
    "jako",
    "dela",
    "teilen",
    "partager",
    "partage",
    "compartir",
    "condividi",
    "compartilhar",
    "follow",
    "facebook",
    "twitter",
    "whatsapp",
    "permalink",
    "print",
    "drucken",
    "imprimir",
    // Elsewhere on the site.
    "related",
    "relateds",
    "recommend",
    "recommended",
    "recommendations",
    "recommendation",
    "recirc",
    "recirculation",
    "teaser",
    "teasers",
    "promo",
    "promos",
    "promotion",
    "trending",
    "popular",
    "mostread",
    "mostpopular",
    "outbrain",
    "taboola",
    "zergnet",
    "revcontent",
    "readmore",
    "similar",
    "verwandte",
    "aiheeseen",
    "relaterat",
    "relaterade",
    "relacionadas",
    "relacionados",
    "correlati",
    "gerelateerd",
    "upnext",
    "nextprev",
    "prevnext",
    // Notices, offers, forms.
    "cookie",
    "cookies",
    "cookiebar",
    "consent",
    "gdpr",
    "eväste",
    "evaste",
    "evasteet",
    "privacy",
    "newsletter",
    "nyhetsbrev",
    "uutiskirje",
    "subscribe",
    "subscription",
    "subscriptions",
    "signup",
    "login",
    "signin",
    "register",
    "paywall",
    "donate",
    "popup",
    "modal",
    "lightbox",
    "overlay",
    "banner",
    "banners",
    "advert",
    "adverts",
    "advertisement",
    "advertising",
    "ads",
    "adsense",
    "adbox",
    "werbung",
    "anzeige",
    "mainos",
    "annons",
    "publicidad",
    "publicite",
    "sponsor",
    "sponsors",
    "sponsored",
    "sponsorship",
    "widget",
    "widgets",
    "search",
    "rating",
    "ratings",
    "feedback",
    "contact",
    "tagcloud",
    "legal",
    "disclaimer",
    "copyright",
    // About the text, not of it.
    "tags",
    "taglist",
    "tagged",
    "bylines",
    "byline",
    "postmeta",
    "metadata",
    "dateline",
    "authorbox",
    "authorbio",
    "bio",
    "credits",
    "attribution",
];

/// Pairs of words that together name a part of the frame.
const FRAME_PAIRS: &[(&str, &str)] = &[
    ("read", "more"),
    ("read", "next"),
    ("see", "also"),
    ("most", "read"),
    ("most", "popular"),
    ("more", "stories"),
    ("more", "from"),
    ("more", "on"),
    ("also", "read"),
    ("jump", "link"),
    ("author", "box"),
    ("author", "info"),
    ("author", "bio"),
    ("about", "author"),
    ("article", "meta"),
    ("entry", "meta"),
    ("post", "meta"),
    ("meta", "data"),
    ("site", "header"),
    ("page", "header"),
    ("site", "footer"),
    ("back", "top"),
    ("side", "bar"),
    ("post", "tags"),
    ("entry", "tags"),
    ("article", "tags"),
    ("right", "column"),
    ("col", "right"),
    ("post", "nav"),
    ("entry", "footer"),
    ("article", "footer"),
    ("post", "footer"),
    ("top", "bar"),
];

/// Words for the text of an article.
const BODY: &[&str] = &[
    "articlebody",
    "articletext",
    "articlecontent",
    "storybody",
    "storytext",
    "postbody",
    "postcontent",
    "posttext",
    "entrycontent",
    "bodytext",
    "articulo",
    "textbody",
    "maincontent",
    "artikeltext",
    "artikelinhalt",
    "haupttext",
    "brodtext",
    "brödtext",
    "leipäteksti",
    "leipateksti",
];

/// Pairs of words for the text of an article.
const BODY_PAIRS: &[(&str, &str)] = &[
    ("article", "body"),
    ("article", "text"),
    ("article", "content"),
    ("article", "main"),
    ("article", "copy"),
    ("body", "copy"),
    ("story", "body"),
    ("story", "content"),
    ("story", "text"),
    ("post", "body"),
    ("post", "content"),
    ("post", "text"),
    ("post", "entry"),
    ("entry", "content"),
    ("entry", "body"),
    ("entry", "text"),
    ("body", "text"),
    ("body", "content"),
    ("content", "body"),
    ("content", "text"),
    ("content", "main"),
    ("main", "content"),
    ("main", "text"),
    ("page", "content"),
    ("node", "content"),
    ("news", "content"),
    ("news", "text"),
    ("news", "body"),
    ("text", "content"),
    ("field", "body"),
    ("blog", "content"),
    ("single", "content"),
    ("mw", "content"),
    ("rich", "text"),
    ("artikel", "text"),
    ("artikel", "inhalt"),
    ("art", "text"),
    ("art", "content"),
    ("read", "content"),
    ("detail", "text"),
    ("text", "body"),
];
