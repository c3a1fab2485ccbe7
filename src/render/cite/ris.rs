//! References as RIS: a tag and a value a line, lines ended as the format
//! wants them, an entry ended by `ER`. A value is always one line, so none
//! can begin a tag of its own.

use std::io::{self, Write};

use super::{Kind, Name, Reference};
use crate::{annotate::year::Stated, language::Language};

/// Writes references.
///
/// # Errors
/// Those of the writer.
pub fn write(out: &mut dyn Write, references: &[Reference]) -> io::Result<()> {
    for one in references {
        for (tag, value) in fields(one) {
            write!(out, "{tag}  - {value}\r\n")?;
        }
        write!(out, "ER  - \r\n\r\n")?;
    }
    Ok(())
}

/// The tags that have a value, the type first.
fn fields(one: &Reference) -> Vec<(&'static str, String)> {
    let issued = one.issued.as_ref().map(|issued| issued.date);
    let (kind, container, number) = match one.kind {
        Kind::Article => ("JOUR", "T2", "IS"),
        Kind::Book => ("BOOK", "T3", "M1"),
        Kind::Report => ("RPRT", "T2", "M1"),
        Kind::Webpage => ("ELEC", "T2", "M1"),
        Kind::Document => ("GEN", "T2", "M1"),
    };
    let mut fields = vec![("TY", Some(kind.to_owned())), ("ID", Some(one.key.clone()))];
    fields.extend(one.authors.iter().map(|author| ("AU", Some(name(author)))));
    fields.extend([
        ("TI", Some(one.title.clone())),
        ("PY", issued.map(|date| date.year.to_string())),
        ("DA", issued.and_then(date)),
        (container, one.container.clone()),
        ("VL", one.volume.clone()),
        (number, one.number.clone()),
        ("PB", one.publisher.clone()),
        ("SN", one.isbn.clone()),
        ("DO", one.doi.clone()),
        ("UR", one.url.clone()),
        ("Y2", one.accessed.and_then(date)),
        ("SP", one.page().map(|page| page.to_string())),
        ("LA", (one.lang != Language::Undetermined).then(|| one.lang.to_string())),
        ("N1", one.note()),
        ("N1", one.quote().map(|quote| format!("“{quote}”"))),
    ]);
    fields.into_iter().filter_map(|(tag, value)| Some((tag, value?))).collect()
}

/// A name, the family name first.
fn name(name: &Name) -> String {
    match name {
        Name::Person { family, given } => format!("{family}, {given}"),
        Name::Whole(name) => name.clone(),
    }
}

/// A date that has more than a year, `2021/03/18/`; the last part would be a
/// season.
fn date(date: Stated) -> Option<String> {
    let day = date.day.map(|day| format!("{day:02}")).unwrap_or_default();
    date.month.map(|month| format!("{}/{month:02}/{day}/", date.year))
}

#[cfg(test)]
mod tests {
    use super::{
        super::samples::{full, reference},
        write,
    };

    fn written(references: &[super::Reference]) -> String {
        let mut out = Vec::new();
        write(&mut out, references).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_full_entry() {
        insta::assert_snapshot!(written(&[full()]).replace('\r', "$"), @"
        TY  - RPRT$
        ID  - lind2021-kb-1$
        AU  - Lind, Maria$
        AU  - Harbour & Sons$
        TI  - IOM in Finland$
        PY  - 2021$
        DA  - 2021/03/18/$
        T2  - Papers of the Harbour$
        M1  - 7$
        PB  - Harbour Press$
        SN  - 978-1$
        DO  - 10.1/x%y$
        UR  - https://a.example/x_y?z=%20&a#b$
        Y2  - 2024/05/01/$
        SP  - 4$
        LA  - en$
        N1  - line 13 of a.md$
        N1  - “Nets {and} boats_100 %”$
        ER  - $
        $
        ");
    }

    #[test]
    fn every_entry_ends() {
        let text = written(&[reference(), full()]);
        assert_eq!(text.matches("ER  - \r\n\r\n").count(), 2);
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        let tag = |line: &str| {
            line.is_empty() || (line.get(2..6) == Some("  - ") && line.is_char_boundary(6))
        };
        assert!(text.split("\r\n").all(tag), "{text}");
    }
}
