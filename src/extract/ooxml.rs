//! What DOCX, PPTX and XLSX share: how parts refer to each other, and the
//! properties of the document. Relations that lead out of the package are
//! never followed. Knows nothing of what the parts hold.

use crate::document::Draft;

use super::{
    package::Package,
    properties::{self, Property},
    xml::{Event, Xml},
};

/// A reference from one part to another ([ECMA-376] part 2, 8.3).
pub(super) struct Relation {
    /// Its id within the part that refers.
    pub(super) id: String,
    /// The last word of its type: `styles`, `slide`, `header`.
    pub(super) kind: String,
    /// The name of the part it refers to.
    pub(super) target: String,
}

/// The relations of a part that stay within the package; of the package
/// itself where the name is empty.
pub(super) fn relations(
    package: &mut Package<'_>,
    part: &str,
    notes: &mut Vec<String>,
) -> Vec<Relation> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = format!("{folder}/_rels/{file}.rels");
    let Some(text) = package.extra(name.trim_start_matches('/'), notes) else { return Vec::new() };
    let mut found = Vec::new();
    let mut xml = Xml::new(&name, &text);
    while let Ok(Some(event)) = xml.next() {
        let Event::Open(tag) = event else { continue };
        let external = tag.attribute("TargetMode").is_some_and(|mode| mode == "External");
        if tag.name() == "Relationship" && !external {
            let value = |name| tag.attribute(name).unwrap_or_default();
            let kind = value("Type");
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.push(Relation {
                id: value("Id"),
                kind,
                target: resolved(folder, &value("Target")),
            });
        }
    }
    found
}

/// The name of the part that a target in a folder means.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The elements of the core and the extended properties ([ECMA-376] part 2,
/// 8.3.4, and part 1, 22.2).
const CORE: &[(&str, Property)] = &[
    ("title", Property::Title),
    ("creator", Property::Author),
    ("lastModifiedBy", Property::Editor),
    ("created", Property::Created),
    ("modified", Property::Modified),
    ("language", Property::Language),
    ("keywords", Property::Keywords),
    ("subject", Property::Subject),
    ("description", Property::Description),
    ("identifier", Property::Identifier),
];
const EXTENDED: &[(&str, Property)] = &[("Pages", Property::Pages)];

/// What a package says of itself.
pub(super) struct Outside {
    /// The name of its main part.
    pub(super) main: String,
    /// The relations of the main part.
    pub(super) relations: Vec<Relation>,
    /// The number of pages that the program counted.
    pub(super) pages: Option<u32>,
}

impl Outside {
    /// Reads what stands around the main part of a package, which has the
    /// name `usual` where nothing says otherwise; properties and notes go
    /// into the draft.
    ///
    /// # Errors
    /// Says that there is no main part.
    pub(super) fn read(
        package: &mut Package<'_>,
        usual: &str,
        draft: &mut Draft,
    ) -> Result<Self, String> {
        let around = relations(package, "", &mut draft.notes);
        let target = |kind: &str, usual: &str| {
            let found = around.iter().find(|one| one.kind == kind).map(|one| one.target.as_str());
            found.unwrap_or(usual).to_owned()
        };
        let main = target("officeDocument", usual);
        if !package.has(&main) {
            return Err(format!("damaged: there is no {usual}"));
        }
        let core = target("core-properties", "docProps/core.xml");
        if let Some(text) = package.extra(&core, &mut draft.notes) {
            properties::read(&core, &text, CORE).state(draft);
        }
        let extended = target("extended-properties", "docProps/app.xml");
        let text = package.extra(&extended, &mut draft.notes).unwrap_or_default();
        let extended = properties::read(&extended, &text, EXTENDED);
        let pages = extended.first(Property::Pages).and_then(|pages| pages.parse().ok());
        let relations = relations(package, &main, &mut draft.notes);
        Ok(Self { main, relations, pages })
    }

    /// The names of the parts of a kind that the main part refers to.
    pub(super) fn targets<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        self.relations.iter().filter(move |one| one.kind == kind).map(|one| one.target.as_str())
    }

    /// The name of the part that an id of the main part refers to.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.relations.iter().find(|one| one.id == id).map(|one| one.target.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets() {
        let case = |folder: &str, target: &str, expected: &str| {
            assert_eq!(resolved(folder, target), expected);
        };
        case("word", "styles.xml", "word/styles.xml");
        case("ppt/slides", "../notesSlides/n1.xml", "ppt/notesSlides/n1.xml");
        case("word", "/word/document.xml", "word/document.xml");
        case("", "../../a/./b", "a/b");
    }
}
