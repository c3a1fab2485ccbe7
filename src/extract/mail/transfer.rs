//! The bytes of a part of a mail as they were before they were made fit to
//! be sent (RFC 2045, 6.7 and 6.8). Never fails: what is broken is passed
//! over, and the rest is read.

/// Undoes what the header says was done.
pub(super) fn decoded(bytes: &[u8], encoding: Option<&str>) -> Vec<u8> {
    let is = |name: &str| encoding.is_some_and(|said| said.trim().eq_ignore_ascii_case(name));
    if is("base64") {
        base64(bytes)
    } else if is("quoted-printable") {
        quoted_printable(bytes)
    } else {
        bytes.to_vec()
    }
}

/// Whether the lines of a part are lines of the file.
pub(super) fn keeps_lines(encoding: Option<&str>) -> bool {
    let packs = ["base64", "quoted-printable"];
    !encoding.is_some_and(|said| packs.iter().any(|name| said.trim().eq_ignore_ascii_case(name)))
}

/// Reads base64; bytes that it does not have are passed over.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut have) = (0_u32, 0);
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                // The end of a run; some programs join several.
                have = 0;
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        have += 6;
        if have >= 8 {
            have -= 8;
            out.push((bits >> have).to_le_bytes()[0]);
        }
    }
    out
}

/// Reads quoted-printable; a `=` that begins nothing stands for itself.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            out.push(*first);
            continue;
        }
        // Spaces behind a soft line end were added on the way.
        let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match (after, &after[blanks..]) {
            (_, [b'\r', b'\n', next @ ..] | [b'\n', next @ ..]) => rest = next,
            (_, []) => rest = &[],
            ([high, low, next @ ..], _) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    rest = next;
                }
                _ => out.push(b'='),
            },
            _ => out.push(b'='),
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(encoding: &str, text: &str, expected: &str) {
        let found = decoded(text.as_bytes(), Some(encoding));
        assert_eq!(String::from_utf8_lossy(&found), expected, "{text}");
    }

    #[test]
    fn base64() {
        case("base64", "aGVsbG8gd29ybGQ=", "hello world");
        case("BASE64", "aGVs\r\nbG8g\r\nd29y\r\nbGQ", "hello world");
        case("base64", "aGVs!bG8*g", "hello ");
        case("base64", "aGk=aGk=", "hihi");
        case("base64", "", "");
    }

    #[test]
    fn quoted_printable() {
        case("quoted-printable", "p=C3=A4=C3=A4t=C3=B6s", "päätös");
        case("quoted-printable", "a long =\r\nline=\nof  =  \r\nit", "a long lineof  it");
        case("quoted-printable", "1 = 2 =XY =c3=a4 =", "1 = 2 =XY ä ");
        case("quoted-printable", "=3", "=3");
    }

    #[test]
    fn what_is_not_packed_stays() {
        case("8bit", "p=C3", "p=C3");
    }
}
