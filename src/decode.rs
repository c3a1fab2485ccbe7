//! Decode: bytes to characters, and the only room that knows encodings. A
//! byte order mark decides, then valid UTF-8, then the zero bytes of UTF-16,
//! then the detector for legacy encodings. Never guesses where the bytes
//! prove, never loses a count of what it could not read, and refuses what is
//! not text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::source::{known_binary, zeros_by_parity};

/// A file's characters and how they were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark at its start.
    pub text: String,
    /// The encoding's name in the WHATWG Encoding Standard, or `UTF-32LE`,
    /// `UTF-32BE`.
    pub encoding: &'static str,
    /// How many sequences could not be read and became U+FFFD.
    pub replaced: usize,
    /// Whether the encoding was detected, not stated by a byte order mark or
    /// proved by valid UTF-8.
    pub assumed: bool,
}

/// Turns a file's bytes into text. `declared` is the encoding that the format
/// itself states, as a label of the WHATWG Encoding Standard; it counts where
/// the bytes prove nothing.
///
/// # Errors
///
/// Says in a few words what the bytes are where they are not text.
pub fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Result<Decoded, String> {
    if let Some(name) = known_binary(&bytes) {
        return Err(format!("not text: {name}"));
    }
    let mut decoded = match marked(&bytes) {
        Some(decoded) => decoded,
        None => unmarked(bytes, declared)?,
    };
    let marks = decoded.text.len() - decoded.text.trim_start_matches('\u{FEFF}').len();
    decoded.text.drain(..marks);
    // Only now, as the zero bytes of UTF-16 are no control characters.
    if too_many_controls(decoded.text.as_bytes()) {
        return Err("binary".to_owned());
    }
    mend(&mut decoded.text);
    Ok(decoded)
}

/// Reads bytes in the code page of a number, as Windows and RTF count them;
/// in windows-1252 where it is none that is known. What cannot be read
/// becomes U+FFFD.
#[must_use]
pub fn code_page(bytes: &[u8], number: u16) -> String {
    let label = match number {
        866 => "ibm866".to_owned(),
        874 | 949 | 1250..=1258 => format!("windows-{number}"),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        950 => "big5".to_owned(),
        10_000 => "macintosh".to_owned(),
        65_001 => "utf-8".to_owned(),
        _ => String::new(),
    };
    let encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// Replaces C1 control characters by what windows-1252 has in their places:
/// no text has the controls, many have quotes and dashes that an earlier
/// program took for ISO 8859-1. U+0085 stays, as it is also a line end.
fn mend(text: &mut String) {
    let is_stray = |letter: char| matches!(letter, '\u{80}'..='\u{84}' | '\u{86}'..='\u{9F}');
    if !text.contains(is_stray) {
        return;
    }
    let mended = text.chars().map(|letter| {
        let byte = u8::try_from(letter).ok().filter(|_| is_stray(letter));
        let meant = byte
            .and_then(|byte| WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next());
        meant.unwrap_or(letter)
    });
    *text = mended.collect();
}

/// Reads bytes that begin with a byte order mark.
fn marked(bytes: &[u8]) -> Option<Decoded> {
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) {
        return Some(utf_32(bytes, "UTF-32LE", u32::from_le_bytes));
    }
    if bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Some(utf_32(bytes, "UTF-32BE", u32::from_be_bytes));
    }
    let (encoding, mark) = Encoding::for_bom(bytes)?;
    Some(with(encoding, &bytes[mark..], false))
}

fn utf_32(bytes: &[u8], encoding: &'static str, unit: fn([u8; 4]) -> u32) -> Decoded {
    let (units, rest) = bytes.as_chunks::<4>();
    let mut replaced = usize::from(!rest.is_empty());
    let text = units.iter().map(|bytes| {
        char::from_u32(unit(*bytes)).unwrap_or_else(|| {
            replaced += 1;
            char::REPLACEMENT_CHARACTER
        })
    });
    let text = text.collect();
    Decoded { text, encoding, replaced, assumed: false }
}

/// Reads bytes that say nothing about themselves.
fn unmarked(bytes: Vec<u8>, declared: Option<&str>) -> Result<Decoded, String> {
    if let Some(decoded) = utf_16(&bytes) {
        return Ok(decoded);
    }
    if too_many_controls(&bytes) {
        return Err("binary".to_owned());
    }
    if bytes.is_ascii() && has_japanese_shift(&bytes) {
        let decoded = with(ISO_2022_JP, &bytes, true);
        if decoded.replaced == 0 {
            return Ok(decoded);
        }
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded { text, encoding: UTF_8.name(), replaced: 0, assumed: false });
        }
        Err(error) => error.into_bytes(),
    };
    if is_nearly_utf_8(&bytes) {
        return Ok(with(UTF_8, &bytes, true));
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8) {
        return Ok(with(encoding, &bytes, false));
    }
    Ok(with(detect(&bytes), &bytes, true))
}

/// Decodes and counts. The input's own U+FFFD are not counted.
fn with(encoding: &'static Encoding, bytes: &[u8], assumed: bool) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let replaced = match damaged {
        false => 0,
        true if encoding == UTF_8 => {
            bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count()
        }
        true => text.matches(char::REPLACEMENT_CHARACTER).count(),
    };
    Decoded { text: text.into_owned(), encoding: encoding.name(), replaced, assumed }
}

/// Reads UTF-16 without a mark: there are zero bytes, too few printable ASCII
/// bytes for a text in an encoding of bytes, and one byte order gives a text
/// without unpaired surrogates and private characters. The order with the
/// zeros in the high bytes is tried first; Chinese has them in low bytes too.
fn utf_16(bytes: &[u8]) -> Option<Decoded> {
    let [even, odd] = zeros_by_parity(bytes);
    let printable = bytes.iter().filter(|b| matches!(b, b' '..=b'~' | b'\n' | b'\r')).count();
    let torn = bytes.len() % 2;
    // A text that is cut within a unit must be long enough to tell.
    if even + odd == 0 || printable * 10 > bytes.len() * 7 || (torn > 0 && bytes.len() < 64) {
        return None;
    }
    // Little-endian has the high byte second.
    let orders = if odd >= even { [UTF_16LE, UTF_16BE] } else { [UTF_16BE, UTF_16LE] };
    orders.into_iter().map(|encoding| with(encoding, bytes, true)).find(|decoded| {
        let private = |letter| matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{FFFE}' | '\u{FFFF}');
        decoded.replaced <= torn
            && !decoded.text.contains(private)
            && !too_many_controls(decoded.text.as_bytes())
    })
}

/// Whether there are more control characters than a damaged text would have.
/// Compressed or encrypted data has them in one byte of nine, a program's
/// code in more; a text, whatever its encoding, in next to none.
fn too_many_controls(bytes: &[u8]) -> bool {
    let control = |byte: &u8| matches!(byte, 0..=8 | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F);
    bytes.iter().filter(|byte| control(byte)).count() > 2 + bytes.len() / 50
}

/// Whether there is an escape into JIS X 0208 (RFC 1468).
fn has_japanese_shift(bytes: &[u8]) -> bool {
    bytes.contains(&0x1B) && bytes.windows(3).any(|three| matches!(three, b"\x1B$B" | b"\x1B$@"))
}

/// Whether UTF-8 with a few bad bytes explains more than any other encoding:
/// well-formed sequences of several bytes hardly ever arise by accident.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 4
}

/// Asks the detector, with as much of the text as can matter to it: lines
/// that have bytes above ASCII.
fn detect(bytes: &[u8]) -> &'static Encoding {
    const SAMPLE: usize = 256 << 10;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut left = SAMPLE;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let Some(first) = line.iter().position(|byte| !byte.is_ascii()) else { continue };
        // A line may be the whole file: begin shortly before what matters.
        let line = &line[first.saturating_sub(64)..];
        let line = &line[..line.len().min(left)];
        detector.feed(line, false);
        left -= line.len();
        if left == 0 {
            break;
        }
    }
    if left > 0 {
        detector.feed(b"", true);
    }
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{
        BIG5, EUC_JP, EUC_KR, GBK, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
        WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    };

    use super::*;

    const SWEDISH: &str = "Människor söker skydd när de flyr från krig. Många återvänder hem.";
    const FINNISH: &str =
        "Pääosa hakijoista jää Etelä-Suomeen, mutta työtä löytyy myös pohjoisesta.";
    const RUSSIAN: &str = "Люди, ищущие убежища, имеют право на защиту и справедливое решение.";
    const ARABIC: &str = "يحق لكل شخص أن يلتمس اللجوء في بلدان أخرى هربا من الاضطهاد.";
    const GREEK: &str = "Οι πρόσφυγες έχουν δικαίωμα σε προστασία και σε δίκαιη διαδικασία.";
    const HEBREW: &str = "לכל אדם יש זכות לבקש מקלט בארצות אחרות מפני רדיפה.";
    const TURKISH: &str =
        "Göçmenlerin başvuruları altı ay içinde değerlendirilir ve sığınma hakkı tanınır.";
    const CHINESE: &str = "人人有权在其他国家寻求和享受庇护以避免迫害。移民管理是各国共同的责任。";
    const TAIWANESE: &str =
        "人人有權在其他國家尋求和享受庇護以避免迫害。移民管理是各國共同的責任。";
    const JAPANESE: &str = "すべて人は、迫害を免れるため、他国に避難することを求める権利を有する。";
    const KOREAN: &str = "모든 사람은 박해를 피하여 다른 나라에서 비호를 구할 권리를 가진다.";

    fn utf_16_bytes(text: &str, swap: bool) -> Vec<u8> {
        let bytes = |unit: u16| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn case(bytes: Vec<u8>, expected: &str, encoding: &str, assumed: bool) {
        let found = decode(bytes, None).unwrap();
        assert_eq!((found.text.as_str(), found.encoding), (expected, encoding));
        assert_eq!((found.replaced, found.assumed), (0, assumed));
    }

    #[test]
    fn stray_controls_become_what_was_meant() {
        let case = |text: &str, mended: &str| {
            assert_eq!(decode(text.as_bytes().to_vec(), None).unwrap().text, mended);
        };
        case("don\u{92}t \u{93}quote\u{94}", "don’t “quote”");
        case("plain ä\u{85}line", "plain ä\u{85}line");
    }

    #[test]
    fn legacy() {
        for (encoding, text, name) in [
            (WINDOWS_1252, SWEDISH, "windows-1252"),
            (WINDOWS_1252, FINNISH, "windows-1252"),
            (WINDOWS_1252, "L’égalité des étrangers – garantie par l’État.", "windows-1252"),
            (KOI8_R, RUSSIAN, "KOI8-U"),
            (WINDOWS_1251, RUSSIAN, "windows-1251"),
            (WINDOWS_1256, ARABIC, "windows-1256"),
            (WINDOWS_1253, GREEK, "windows-1253"),
            (WINDOWS_1255, HEBREW, "windows-1255"),
            (WINDOWS_1254, TURKISH, "windows-1254"),
            (GBK, CHINESE, "GBK"),
            (BIG5, TAIWANESE, "Big5"),
            (SHIFT_JIS, JAPANESE, "Shift_JIS"),
            (EUC_JP, JAPANESE, "EUC-JP"),
            (EUC_KR, KOREAN, "EUC-KR"),
            (ISO_2022_JP, JAPANESE, "ISO-2022-JP"),
        ] {
            case(encoding.encode(text).0.into_owned(), text, name, true);
        }
        // ISO 8859-1 is written without the C1 range, so it is the same.
        let latin: Vec<u8> = SWEDISH.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        case(latin, SWEDISH, "windows-1252", true);
    }

    #[test]
    fn unicode() {
        for text in [SWEDISH, RUSSIAN, ARABIC, CHINESE, KOREAN, "plain ASCII", "a", "𝛼𝛽 ok"] {
            case(text.into(), text, "UTF-8", false);
            case(format!("\u{FEFF}{text}").into_bytes(), text, "UTF-8", false);
            case(utf_16_bytes(&format!("\u{FEFF}{text}"), false), text, "UTF-16LE", false);
            case(utf_16_bytes(&format!("\u{FEFF}{text}"), true), text, "UTF-16BE", false);
        }
        case("\u{FEFF}\u{FEFF}twice".into(), "twice", "UTF-8", false);
        case(Vec::new(), "", "UTF-8", false);
    }

    #[test]
    fn utf_16_without_a_mark() {
        let korean = format!("{KOREAN}\n");
        let chinese = format!("{CHINESE}\n");
        for text in [SWEDISH, FINNISH, RUSSIAN, ARABIC, GREEK, &korean, &chinese, "Hi"] {
            case(utf_16_bytes(text, false), text, "UTF-16LE", true);
            case(utf_16_bytes(text, true), text, "UTF-16BE", true);
        }
    }

    #[test]
    fn words_between_zeros_are_not_utf_16() {
        case(b"abc\0def\0".to_vec(), "abc\0def\0", "UTF-8", false);
    }

    #[test]
    fn utf_32() {
        let bytes = |text: &str| text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        case(bytes("\u{FEFF}Hyvää"), "Hyvää", "UTF-32LE", false);
    }

    #[test]
    fn damaged() {
        let case = |bytes: &[u8], expected: &str, replaced: usize| {
            let found = decode(bytes.to_vec(), None).unwrap();
            assert_eq!((found.text.as_str(), found.replaced), (expected, replaced));
            assert_eq!(found.encoding, "UTF-8");
        };
        let text = "Hyvää päivää";
        // Cut within the last letter.
        case(&text.as_bytes()[..text.len() - 1], "Hyvää päivä\u{FFFD}", 1);
        let long = RUSSIAN.repeat(9);
        let mut bytes = long.clone().into_bytes();
        bytes.push(0xFF);
        case(&bytes, &format!("{long}\u{FFFD}"), 1);
    }

    #[test]
    fn zeros() {
        case(b"one\0zero in a text".to_vec(), "one\0zero in a text", "UTF-8", false);
        case(b"a\0b".to_vec(), "a\0b", "UTF-8", false);
        let swedish = [WINDOWS_1252.encode(SWEDISH).0.as_ref(), b"\0"].concat();
        case(swedish, &format!("{SWEDISH}\0"), "windows-1252", true);
        let russian = [WINDOWS_1251.encode(RUSSIAN).0.as_ref(), b"\0"].concat();
        case(russian, &format!("{RUSSIAN}\0"), "windows-1251", true);
    }

    #[test]
    fn code_pages() {
        let case = |bytes: &[u8], number, expected: &str| {
            assert_eq!(code_page(bytes, number), expected);
        };
        case(b"\xC4\xE0", 1251, "Да");
        case(b"\x84\xA0", 866, "Да");
        case(b"\xC7", 1256, "ا");
        case(b"\x83A", 932, "ア");
        case(b"\xB0\xA1", 949, "가");
        case(b"\xE9", 437, "é");
    }

    #[test]
    fn refused() {
        let case = |bytes: &[u8], expected: &str| {
            assert_eq!(decode(bytes.to_vec(), None).unwrap_err(), expected);
        };
        case(b"%PDF-1.7\nabc", "not text: pdf");
        case(b"\x89PNG\r\n\x1A\n\0\0", "not text: an image");
        case(&[0; 100], "binary");
        let noise: Vec<u8> =
            (0..4000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
        case(&noise, "binary");
        let numbers: Vec<u8> = (0..999_u32).flat_map(|n| (n * 77).to_le_bytes()).collect();
        case(&numbers, "binary");
    }
}
