//! The encoding that a page states in its head: what the HTML standard
//! (13.2.3.2) finds before the page is decoded. Only looks for the label;
//! whether it is believed is for `decode` to say.

/// How much of a page is looked at, in bytes; the standard asks for 1024,
/// and pages with long heads are common.
const HEAD: usize = 8192;

/// The label of the encoding that a page states, in `meta` or in the
/// declaration of XHTML.
pub(in crate::extract) fn charset(page: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&page[..page.len().min(HEAD)]).to_ascii_lowercase();
    let declared = head.strip_prefix("<?xml").and_then(|rest| {
        let declaration = &rest[..rest.find("?>")?];
        label(declaration, "encoding")
    });
    let metas = head.split("<meta").skip(1);
    let mut stated = metas.filter_map(|rest| label(&rest[..rest.find('>')?], "charset"));
    stated.next().or(declared)
}

/// What stands behind a name and `=`, up to the end of a label.
fn label(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(name)?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']).trim_start();
    let end =
        value.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_:.".contains(letter));
    let label = &value[..end.unwrap_or(value.len())];
    (!label.is_empty()).then(|| label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::charset;

    #[test]
    fn labels() {
        let case = |page: &str, label: Option<&str>| {
            assert_eq!(charset(page.as_bytes()).as_deref(), label, "{page}");
        };
        case("<meta charset=utf-8>", Some("utf-8"));
        case("<META CharSet = 'KOI8-R' />", Some("koi8-r"));
        case(
            "<meta name=a><meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-1\">",
            Some("iso-8859-1"),
        );
        case("<?xml version='1.0' encoding='windows-1251'?><html>", Some("windows-1251"));
        case("<p>charset=utf-8</p>", None);
        case("<meta charset", None);
        case("<meta charset=>", None);
    }
}
