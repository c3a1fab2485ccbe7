//! Compound files: the container of office documents before 2007, of those
//! with a password, and of Outlook mail. Names what one holds, so that the
//! report can say more than "old". Reads no stream of it.

/// Names what a compound file holds, the container of office documents
/// before 2007 and of those with a password ([MS-CFB], [MS-OFFCRYPTO]);
/// none for another file.
pub(crate) fn compound(bytes: &[u8]) -> Option<&'static str> {
    const STREAMS: &[(&str, &str)] = &[
        ("EncryptedPackage", "encrypted with a password"),
        ("WordDocument", "an old Word document (.doc) is not read"),
        ("Workbook", "an old Excel workbook (.xls) is not read"),
        ("Book", "an old Excel workbook (.xls) is not read"),
        ("PowerPoint Document", "an old PowerPoint presentation (.ppt) is not read"),
        ("__properties_version1.0", "Outlook mail (.msg) is not read"),
    ];
    /// The size of an entry of the directory, and of the name in it.
    const ENTRY: (usize, usize) = (128, 64);
    if !bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return None;
    }
    // Entries stand at multiples of their size from the start of a sector.
    let has = |stream: &str| {
        let mut name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        name.resize(ENTRY.1, 0);
        bytes.chunks_exact(ENTRY.0).any(|entry| entry.starts_with(&name))
    };
    let found = STREAMS.iter().find(|(stream, _)| has(stream));
    Some(found.map_or("an old office document is not read", |(_, name)| name))
}

#[cfg(test)]
mod tests {
    use super::compound;

    /// A file with one stream in its directory, which stands at a sector.
    fn file(stream: &str) -> Vec<u8> {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.resize(1024, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(1536, 0);
        bytes
    }

    #[test]
    fn what_is_inside() {
        let case = |bytes: &[u8], expected| assert_eq!(compound(bytes), expected);
        case(&file("EncryptedPackage"), Some("encrypted with a password"));
        case(&file("WordDocument"), Some("an old Word document (.doc) is not read"));
        case(&file("Other"), Some("an old office document is not read"));
        case(b"text", None);
    }
}
