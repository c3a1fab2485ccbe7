//! Which titles in a file's properties are titles: programs put there the
//! name of the file, of a template or of themselves. Judges by form only,
//! and never makes a title of its own.

/// Begins what a program wrote, in lower case: names of programs, and the
/// names that they give to what has none, in the languages they come in.
const NOT_TITLES: &[&str] = &[
    "microsoft word -",
    "microsoft word –",
    "microsoft powerpoint -",
    "microsoft excel -",
    "powerpoint presentation",
    "powerpoint-presentation",
    "powerpoint-präsentation",
    "powerpoint-esitys",
    "présentation powerpoint",
    "presentación de powerpoint",
    "presentazione di powerpoint",
    "apresentação do powerpoint",
    "презентация powerpoint",
    "عرض تقديمي في powerpoint",
    "powerpoint 演示文稿",
    "print -",
    "untitled",
    "unnamed",
    "no title",
    "nimetön",
    "namnlös",
    "utan titel",
    "sans titre",
    "ohne titel",
    "unbenannt",
    "sin título",
    "senza titolo",
    "sem título",
    "без имени",
    "без названия",
    "بدون عنوان",
    "无标题",
    "未命名",
    "title",
    "new document",
    "word document",
    "slide 1",
    "diapositive 1",
    "folie 1",
    "dia 1",
    "[title]",
    "[document title]",
];

/// Names of new documents that a number follows.
const NUMBERED: &[&str] = &[
    "document",
    "doc",
    "documento",
    "dokument",
    "asiakirja",
    "tiedosto",
    "документ",
    "مستند",
    "文档",
    "presentation",
    "presentación",
    "présentation",
    "präsentation",
    "esitys",
    "book",
    "workbook",
    "sheet",
    "layout",
    "scan",
    "page",
];

/// Extensions of files that documents are made from.
const EXTENSIONS: &[&str] = &[
    "doc", "docx", "dot", "dotx", "docm", "odt", "ott", "rtf", "txt", "pdf", "ppt", "pptx", "xls",
    "xlsx", "indd", "qxd", "qxp", "wpd", "pub", "htm", "html", "tex", "dvi", "ps", "eps", "ai",
    "cdr", "tmp", "epub", "pages", "jpg", "tif", "tiff",
];

/// A stated title as it can be used, none for one that names no document.
pub(super) fn real(stated: &str) -> Option<String> {
    let title = stated.split_whitespace().collect::<Vec<_>>().join(" ");
    let low = title.to_lowercase();
    let letters = title.chars().filter(|letter| letter.is_alphabetic()).count();
    let unspaced = title.chars().any(|letter| letter >= '\u{2E80}');
    let real = letters >= if unspaced { 2 } else { 3 }
        && !NOT_TITLES.iter().any(|start| begins(&low, start))
        && !is_numbered(&low)
        && !is_file_name(&low);
    real.then_some(title)
}

/// Whether a text begins so and ends there, or goes on with what is no word
/// of the same name; what begins with a program's name is its in any case.
fn begins(low: &str, start: &str) -> bool {
    let Some(rest) = low.strip_prefix(start) else { return false };
    start.ends_with(['-', '–'])
        || rest.trim().chars().all(|letter| letter.is_ascii_digit() || "()-_. ".contains(letter))
}

/// `document1`, `Dokument 2`, `presentation`
fn is_numbered(low: &str) -> bool {
    let name = low.trim_end_matches(|letter: char| {
        letter.is_ascii_digit() || matches!(letter, ' ' | '_' | '-' | '(' | ')' | '.')
    });
    NUMBERED.contains(&name)
}

/// A name with the extension of a file, a path, or words run together as in
/// a file's name.
fn is_file_name(low: &str) -> bool {
    let extension = low.rsplit_once('.').map_or("", |(_, extension)| extension);
    let path = low.starts_with("file:") || low.get(1..3) == Some(":\\");
    let joined = !low.contains(' ') && (low.contains('_') || low.matches('-').count() > 1);
    path || joined || EXTENSIONS.contains(&extension)
}

#[cfg(test)]
mod tests {
    use super::real;

    #[test]
    fn titles() {
        let real_as = |stated: &str, expected: &str| {
            assert_eq!(real(stated).as_deref(), Some(expected), "{stated}");
        };
        real_as(" Migration and\n development ", "Migration and development");
        real_as("Title IV of the Treaty", "Title IV of the Treaty");
        real_as("Untitled lives: stateless people", "Untitled lives: stateless people");
        real_as("Documento de trabajo", "Documento de trabajo");
        real_as("人口移动", "人口移动");
        real_as("IOM", "IOM");
        real_as("Résumé n. 5", "Résumé n. 5");
        let none = |stated: &str| assert_eq!(real(stated), None, "{stated}");
        none("");
        none("12");
        none("Microsoft Word - draft3.doc");
        none("Document1");
        none("Dokument 2");
        none("Презентация PowerPoint");
        none("PowerPoint Presentation");
        none("Untitled");
        none("untitled-1");
        none("brief_final_v3");
        none("press-release-geneva");
        none("Final report.docx");
        none("C:\\texts\\a");
    }
}
