//! `Column`: what a column of a table or a key of metadata stands for, by
//! the names that catalogues, reference managers and spreadsheets in many
//! languages give it. The one list of such names; reads no value.

use std::{collections::HashMap, sync::LazyLock};

use serde_json::{Map, Value};

/// What a column is, as far as the program makes something of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The text itself.
    Text,
    /// The title.
    Title,
    /// The date or the year of publication.
    Date,
    /// The language.
    Language,
    /// Topics, subjects, keywords.
    Topics,
    /// The web address.
    Address,
    /// Who wrote it.
    Author,
    /// The body that published it.
    Publisher,
    /// Where it is from: a body, a site, or an address.
    Source,
    /// The journal of an article.
    Journal,
    /// The series.
    Series,
    /// The number in a journal or series.
    Number,
    /// The volume.
    Volume,
    /// The ISBN.
    Isbn,
    /// How many pages it has.
    Pages,
    /// The DOI.
    Doi,
    /// When somebody looked at the address.
    Accessed,
    /// The kind of work.
    Type,
    /// Countries, by name or code.
    Country,
    /// Countries by code only.
    CountryCode,
    /// The path of a file.
    Path,
    /// The name of a file.
    FileName,
    /// An identifier.
    Id,
}

impl Column {
    /// Every one.
    const ALL: [Self; 23] = [
        Self::Text,
        Self::Title,
        Self::Date,
        Self::Language,
        Self::Topics,
        Self::Address,
        Self::Author,
        Self::Publisher,
        Self::Source,
        Self::Journal,
        Self::Series,
        Self::Number,
        Self::Volume,
        Self::Isbn,
        Self::Pages,
        Self::Doi,
        Self::Accessed,
        Self::Type,
        Self::Country,
        Self::CountryCode,
        Self::Path,
        Self::FileName,
        Self::Id,
    ];

    /// The names, folded as [`folded`] does, those that say it best first.
    /// They are those of Dublin Core, MARC 21 tags (Library of Congress,
    /// MARC 21 Format for Bibliographic Data), CSL-JSON, RIS, BibTeX, Zotero,
    /// ReliefWeb and HDX exports, and the plain words of thirteen languages.
    const fn list(self) -> &'static str {
        match self {
            Self::Text => TEXT,
            Self::Title => TITLE,
            Self::Date => DATE,
            Self::Language => LANGUAGE,
            Self::Topics => TOPICS,
            Self::Address => ADDRESS,
            Self::Author => AUTHOR,
            Self::Publisher => PUBLISHER,
            Self::Source => "source, sources",
            Self::Journal => JOURNAL,
            Self::Series => "series, collection title, series title, 490a, 830a, sarja",
            Self::Number => "number, issue, report number, document number",
            Self::Volume => "volume",
            Self::Isbn => "isbn, 020a",
            Self::Pages => "numpages, number of pages, pagetotal",
            Self::Doi => "doi",
            Self::Accessed => "accessed, access date, urldate, retrieved",
            Self::Type => "type, format, document type, genre, item type",
            Self::Country => COUNTRY,
            Self::CountryCode => "country code, country iso3, iso3, iso2",
            Self::Path => PATH,
            Self::FileName => FILE_NAME,
            Self::Id => ID,
        }
    }

    /// The place of a name of a column among these, 0 for the one that says
    /// it best.
    #[must_use]
    pub fn place(self, name: &str) -> Option<usize> {
        let meant = NAMES.get(folded(name).as_str())?;
        meant.iter().find(|(column, _)| *column == self).map(|(_, place)| *place)
    }

    /// The values of a record in columns with these names, the best name
    /// first, with the names as they stand.
    pub fn values(self, record: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
        let mut found: Vec<(usize, &str, &Value)> = record
            .iter()
            .filter_map(|(name, value)| Some((self.place(name)?, name.as_str(), value)))
            .collect();
        found.sort_by_key(|(place, ..)| *place);
        found.into_iter().map(|(_, name, value)| (name, value))
    }

    /// What a name of a column stands for: nothing, one thing, or two.
    #[must_use]
    pub fn meant(name: &str) -> Vec<Self> {
        let found = NAMES.get(folded(name).as_str()).into_iter().flatten();
        found.map(|(column, _)| *column).collect()
    }
}

/// What each name stands for, with its place in the list.
static NAMES: LazyLock<HashMap<&str, Vec<(Column, usize)>>> = LazyLock::new(|| {
    let mut names: HashMap<&str, Vec<(Column, usize)>> = HashMap::new();
    for column in Column::ALL {
        for (place, name) in column.list().split(", ").enumerate() {
            names.entry(name).or_default().push((column, place));
        }
    }
    names
});

/// A name in the form of the lists: lower case, words divided by one space,
/// without the prefix of a metadata standard and a language in brackets:
/// `dc.title[en_US]` and `DC:Title` are `title`.
#[must_use]
pub fn folded(name: &str) -> String {
    const STANDARDS: &[&str] = &["dc", "dcterms", "schema", "marc", "prism", "citation"];
    let name = name.split('[').next().unwrap_or_default();
    let kept = |letter: char| letter.is_alphanumeric() || is_mark(letter);
    let words = name.split(|letter: char| !kept(letter) && letter != '$');
    let mut words: Vec<String> = words
        .map(|word| word.replace('$', "").to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > 1 && STANDARDS.contains(&words[0].as_str()) {
        words.remove(0);
    }
    words.join(" ")
}

/// A mark that is written on a letter, as in `språk` with the ring apart.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{652}')
}

/// Names of the text, of its abstract where there is no text.
const TEXT: &str = "\
    text, body, body html, content, fulltext, full text, abstract, \
    abstract note, description, description abstract, summary, 520a, teksti, \
    tiivistelmä, kuvaus, sammanfattning, beskrivning, sammendrag, texte, \
    résumé, texto, resumen, resumo, zusammenfassung, testo, riassunto, tekst, \
    samenvatting, текст, аннотация, النص, الملخص, 正文, 摘要";

const TITLE: &str = "\
    title, headline, document title, 245a, otsikko, nimeke, titel, rubrik, \
    tittel, titre, título, titulo, titolo, название, заголовок, заглавие, \
    العنوان, عنوان, 标题, 題名, 题名, name, nimi";

/// `date` before `year`: it says more; days of other events, such as that a
/// reference was added, are not among them.
const DATE: &str = "\
    date, date original, original date, published, publication date, \
    date published, date issued, issued, pubdate, year, publication year, \
    date created, created, 264c, 260c, julkaistu, julkaisupäivä, julkaisupvm, \
    päivämäärä, pvm, julkaisuvuosi, vuosi, publicerad, publiceringsdatum, \
    datum, utgivningsår, publiceringsår, utgivningsdatum, år, dato, \
    utgivelsesår, udgivelsesår, publié, date de publication, année, \
    année de publication, fecha, fecha de publicación, publicado, año, \
    año de publicación, data, data de publicação, ano, data di pubblicazione, \
    anno, veröffentlicht, erscheinungsdatum, veröffentlichungsdatum, \
    erscheinungsjahr, jahr, publicatiedatum, jaar, дата, дата публикации, \
    год, год издания, التاريخ, تاريخ النشر, السنة, سنة النشر, 日期, 出版日期, 发布日期, \
    年份, 年";

const LANGUAGE: &str = "\
    lang, language, languages, language code, language iso, langid, 041a, \
    kieli, språk, sprog, langue, idioma, lengua, língua, lingua, sprache, \
    taal, язык, اللغة, 语言";

const TOPICS: &str = "\
    topics, topic, subjects, subject, keywords, keyword, tags, manual tags, \
    theme, themes, 650a, asiasanat, avainsanat, aiheet, aihe, ämnesord, \
    ämnen, ämne, nyckelord, emneord, emner, mots clés, sujets, sujet, thèmes, \
    palabras clave, temas, materias, palavras chave, assuntos, parole chiave, \
    soggetti, argomenti, schlagwörter, schlagworte, stichwörter, themen, \
    trefwoorden, onderwerpen, ключевые слова, темы, тема, الكلمات المفتاحية, \
    المواضيع, 关键词, 主题";

const ADDRESS: &str = "\
    url, link, uri, source url, canonical, identifier uri, web address, \
    website, url alias, 856u, verkko osoite, linkki, webbadress, länk, lenke, \
    nettadresse, webadresse, lien, adresse web, enlace, dirección web, \
    ligação, collegamento, indirizzo web, webadres, ссылка, الرابط, 链接, 网址";

const AUTHOR: &str = "\
    author, authors, creator, creators, contributor author, byline, by, 100a, \
    110a, tekijä, tekijät, kirjoittaja, kirjoittajat, författare, upphov, \
    forfatter, forfattere, auteur, auteurs, autor, autores, autori, autore, \
    autoren, verfasser, автор, авторы, المؤلف, 作者";

const PUBLISHER: &str = "\
    publisher, organisation, organization, institution, 264b, 260b, \
    julkaisija, kustantaja, utgivare, förlag, utgiver, udgiver, forlag, \
    éditeur, editorial, editora, editore, verlag, herausgeber, uitgever, \
    издатель, издательство, الناشر, 出版社, 出版者";

const JOURNAL: &str = "\
    journal, container title, publication, publication title, journaltitle, \
    magazine, newspaper, lehti, tidskrift";

const COUNTRY: &str = "\
    countries, country, primary country, country name, coverage, \
    coverage spatial, maa, maat, land, länder, pays, país, países, paesi, \
    paese, страна, страны, البلد, 国家";

const PATH: &str = "\
    path, file, files, file path, filepath, local path, local file, fullpath, \
    full path, file attachments, attachments, attachment, tiedosto, \
    tiedostopolku, polku, fil, sökväg, filsökväg, datei, dateipfad, pfad, \
    fichier, chemin, archivo, fichero, ruta, arquivo, ficheiro, caminho, \
    percorso, bestand, файл, путь, الملف, مسار, 文件, 路径";

const FILE_NAME: &str = "\
    filename, file name, fname, document, name, basename, stem, tiedostonimi, \
    filnamn, filnavn, dateiname, nom du fichier, nombre de archivo, \
    nombre del archivo, nome do arquivo, nome file, nome del file, \
    bestandsnaam, имя файла, اسم الملف, 文件名";

const ID: &str = "\
    id, key, identifier, document id, doc id, docid, record id, item id, \
    handle, tunnus, tunniste, signum, identifiant, identificador, kennung, \
    001, номер";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Column, folded};

    #[test]
    fn names_fold() {
        let case = |name: &str, expected: &str| assert_eq!(folded(name), expected);
        case("Publication Year", "publication year");
        case("publication_year", "publication year");
        case("\u{feff}Titel:", "titel");
        case("dc.title[en_US]", "title");
        case("DC:Date", "date");
        case("dc", "dc");
        case("245$a", "245a");
        case("Mots-clés", "mots clés");
        case("اللغة", "اللغة");
    }

    #[test]
    fn every_name_is_in_its_folded_form_and_once() {
        for column in Column::ALL {
            let names: Vec<&str> = column.list().split(", ").collect();
            for (at, name) in names.iter().enumerate() {
                assert_eq!(folded(name), *name);
                assert!(!names[..at].contains(name), "{name} twice");
            }
        }
    }

    #[test]
    fn the_best_name_comes_first() {
        let record = json!({ "Publication Year": "2018", "n": 1, "Date": "2018-03-12" });
        let found: Vec<&str> =
            Column::Date.values(record.as_object().unwrap()).map(|(name, _)| name).collect();
        assert_eq!(found, ["Date", "Publication Year"]);
        assert_eq!(Column::meant("Språk"), [Column::Language]);
        assert_eq!(Column::meant("name"), [Column::Title, Column::FileName]);
        assert_eq!(Column::meant("n"), []);
    }
}
