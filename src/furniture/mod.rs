//! Tells content from furniture: menus, notices, contact blocks, addresses,
//! page numbers, running headers and what a document says twice. Works on
//! the normalized blocks of one document in reading order, by rules that are
//! the same for every language; the phrases are data (`notices.txt`).
//! Nothing is ever deleted or reordered: joined back, spaces apart, the
//! blocks that come out are the blocks that went in.

mod contacts;
pub mod frame;
mod lines;
mod notices;
mod pages;
mod repeats;
mod sheet;
mod words;

use crate::document::Block;

/// Marks the furniture among the blocks of one document; a block that holds
/// both furniture and content is split at sentence bounds. Blocks that come
/// in as furniture stay so. What is `framed` had its menus marked by its
/// format: the form of its lines says nothing, and what it says twice it
/// means to say twice. Only contact blocks and notices are looked for there.
#[must_use]
pub fn furniture(blocks: Vec<Block>, framed: bool) -> Vec<Block> {
    let mut sheet = sheet::Sheet::of(blocks);
    if !framed {
        lines::mark(&mut sheet);
    }
    contacts::mark(&mut sheet);
    notices::mark(&mut sheet);
    if !framed {
        pages::mark(&mut sheet);
        repeats::mark(&mut sheet);
    }
    sheet.take_back_doubtful();
    sheet.into_blocks()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Role;

    /// One block a line; `F ` or `H ` before a line of the result says that
    /// it is furniture or a heading.
    fn run(input: &str) -> Vec<String> {
        let blocks = input.lines().zip(1..).map(|(line, number)| Block {
            role: Role::Body,
            text: line.trim().to_owned(),
            line: number,
            page: None,
        });
        let blocks: Vec<Block> = blocks.filter(|block| !block.text.is_empty()).collect();
        let squeezed =
            |blocks: &[Block]| blocks.iter().map(|it| it.text.replace(' ', "")).collect::<String>();
        let before = squeezed(&blocks);
        let out = furniture(blocks, false);
        assert_eq!(squeezed(&out), before, "text was lost or moved");
        out.into_iter()
            .map(|block| match block.role {
                Role::Furniture => format!("F {}", block.text),
                Role::Heading => format!("H {}", block.text),
                Role::Body => block.text,
            })
            .collect()
    }

    /// All of it is content.
    #[track_caller]
    fn content(input: &str) {
        let marked: Vec<String> =
            run(input).into_iter().filter(|line| line.starts_with("F ")).collect();
        assert_eq!(marked, Vec::<String>::new(), "in {input}");
    }

    /// Exactly these lines, divided by `/`, are furniture.
    #[track_caller]
    fn case(input: &str, expected: &str) {
        let out = run(input);
        let marked: Vec<&str> = out.iter().filter_map(|line| line.strip_prefix("F ")).collect();
        assert_eq!(marked.join(" / "), expected, "in {input}");
    }

    const PROSE: &str = "The ministers met on Tuesday to agree how the two countries would share \
        the cost of the new reception centre at the border crossing.";

    #[test]
    fn takes_a_page_frame_for_a_menu_and_the_headline_for_a_heading() {
        let frame = "-\nVårt uppdrag\nVÅRT UPPDRAGMyndigheten hjälper den som vill flytta hem. \
            Den har kontor i fyra städer.\nBli frivillig\nBli frivillig\n- Karta över kontor\n";
        let out = run(&format!("{frame}Ny överenskommelse om mottagande\n{PROSE}"));
        assert_eq!(out.iter().filter(|line| line.starts_with("F ")).count(), 6);
        assert_eq!(out[6], "H Ny överenskommelse om mottagande");
        assert_eq!(out[7], PROSE);
    }

    #[test]
    fn knows_frames_in_scripts_without_case() {
        let teaser = "عن مكتبناتساعد المنظمة كل من يرغب في العودة إلى بلده وتقدم له المشورة \
            القانونية والدعم اللازم في المدن الأربع التي تعمل فيها منذ سنوات طويلة جدا.";
        let out =
            run(&format!("-\nعن مكتبنا\n{teaser}\n-\nشركاء البرنامج\nشركاء البرنامج\n{PROSE}"));
        assert_eq!(out.iter().filter(|line| line.starts_with("F ")).count(), 6);
    }

    #[test]
    fn knows_menu_words_breadcrumbs_and_bars() {
        case(
            &format!("Skip to main content\nHome\nAbout us\nNews\nContact us\nSearch\n{PROSE}"),
            "Skip to main content / Home / About us / News / Contact us / Search",
        );
        case(&format!("Home > News > Events\n{PROSE}"), "Home > News > Events");
        case(&format!("Etusivu | Uutiset\n{PROSE}"), "Etusivu | Uutiset");
        case(&format!("{PROSE}\nFacebook Twitter LinkedIn"), "Facebook Twitter LinkedIn");
        case(
            &format!("{PROSE}\nDatenschutz\nImpressum\nKontakt\n© 2019 Amt für Migration"),
            "Datenschutz / Impressum / Kontakt",
        );
    }

    #[test]
    fn leaves_lists_poems_dialogues_tables_and_laws_alone() {
        content(&format!("The members are:\n- Chad\n- Mali\n- Niger\n- Togo\n{PROSE}"));
        content(&format!("{PROSE}\nWe offer:\n- News\n- Events\n- Jobs\n- Help"));
        content("Countries of origin\nSyria\nEritrea\nSomalia\nIraq\nSudan");
        content("We wait for the boat\nWe wait for the boat\nand the sea is long");
        content(
            "Brother John\nBrother John\nAre you sleeping\nAre you sleeping\nMorning bells\nMorning bells",
        );
        content("– Yes.\n– Are you sure?\n– Yes.\n– Really?\n– Yes.");
        content("Country\n2019\n2020\nChad\n12\n12\n–\nMali\n-\n-\n7");
        content(
            "Chapter 1\nGeneral provisions\nArticle 1\nScope\nArticle 2\nDefinitions\nArticle 3",
        );
        content("1 §\nLain tarkoitus\n2 §\nSoveltamisala\n3 §\nMääritelmät");
        content(&format!(
            "News\n{PROSE}\nContact\nIt will open in May, and the first guests come in June."
        ));
        content("| Year | Arrivals |\n| --- | --- |\n| 2019 | 300 |\n| 2020 | 300 |");
        content("Migration\nMigrations are old, and every people has known them.");
    }

    #[test]
    fn marks_notices_inside_a_paragraph() {
        case(
            &format!("{PROSE} Please enable JavaScript to view this page. They left at noon."),
            "Please enable JavaScript to view this page.",
        );
        case(&format!("{PROSE}\nTilaa uutiskirje!"), "Tilaa uutiskirje!");
        case(&format!("{PROSE}\nLäs mer"), "Läs mer");
        for notice in [
            "Abonnez-vous à notre newsletter !",
            "Deel dit artikel",
            "Diese Website verwendet Cookies, um Inhalte zu verbessern.",
            "Følg oss på Facebook",
            "Síganos en Facebook",
            "Подпишитесь на нашу рассылку",
            "تابعونا على تويتر",
        ] {
            case(&format!("{PROSE}\n{notice}"), notice);
        }
        case("Sorry, you need to enable JavaScript.", "Sorry, you need to enable JavaScript.");
        content("Newspapers say that many sites keep cookies for years without asking anyone.");
        content("© 2019 Office for Refugees. All rights reserved.");
    }

    #[test]
    fn marks_contact_blocks_and_keeps_imprints() {
        case(
            &format!("{PROSE}\nLisätietoja antaa:\nMaija Meikäläinen, puh. 029 123 4567"),
            "Lisätietoja antaa: / Maija Meikäläinen, puh. 029 123 4567",
        );
        case(
            &format!("{PROSE}\nFor more information, please contact: A. Smith, a@x.org"),
            "For more information, please contact: A. Smith, a@x.org",
        );
        case(
            &format!(
                "{PROSE}\nHuvudkontor:\nStorgatan 5 • 111 22 Stockholm\nTfn: 08-123 45 67 • \
                 Fax: 08-123 45 68\nE-post: a@b.se\nOriginal:\nFact sheet, June 2005"
            ),
            "Huvudkontor: / Storgatan 5 • 111 22 Stockholm / Tfn: 08-123 45 67 • Fax: 08-123 45 \
             68 / E-post: a@b.se",
        );
        case(
            &format!("For more information contact Ann, tel. +358 9 123 456. {PROSE}"),
            "For more information contact Ann, tel. +358 9 123 456.",
        );
        content(&format!("For more information on the law, see chapter two.\n{PROSE}"));
        content(&format!("{PROSE}\nIOM Helsinki, November 2004"));
    }

    #[test]
    fn keeps_the_most_complete_of_several_copies() {
        let full = "The office was founded after the war to help people find a new home.";
        let cut = "The office was founded after the war to help people.";
        case(&format!("{cut} {PROSE}\n{full}"), cut);
        case(&format!("{full} {PROSE} Web{full}"), &format!("Web{full}"));
        case(&format!("{PROSE}\n{full} {PROSE}"), PROSE);
        let dated = "Founded in 1951, the office has helped people find a new home ever since.";
        case(&format!("{dated} {PROSE} Web{dated}"), &format!("Web{dated}"));
        content(&format!("The office helps people find a new home\n{full}"));
        content(
            "In 2019 the office helped 300 families to find a home. In 2020 the office helped 400 families to find a home.",
        );
        content(
            "1. The fee is paid to the office in advance.\n2. The fee is paid to the office in advance.",
        );
    }

    #[test]
    fn marks_scraps_that_come_again_and_again() {
        case(
            &format!("About About. {PROSE} About About. They left. About About."),
            "About About. / About About. / About About.",
        );
        case(
            &format!("{PROSE} Click here for more information. and others left."),
            "Click here for more information.",
        );
        content(&format!("Yes we can. {PROSE} Yes we can. They left. Yes we can."));
    }

    #[test]
    fn marks_addresses_and_page_numbers() {
        case(&format!("{PROSE}\nhttps://www.iom.int/a"), "https://www.iom.int/a");
        case(
            &format!("{PROSE} https://x.int/abc https://y.int/def The visit ended."),
            "https://x.int/abc https://y.int/def",
        );
        content("https://www.iom.int is the address of the office in the city.");
        let pages: Vec<String> =
            (1..7).map(|page| format!("{}\n{page}", page.to_string().repeat(900))).collect();
        case(&pages.join("\n"), "1 / 2 / 3 / 4 / 5 / 6");
        content("1\nThe fee.\n2\nThe form.\n3\nThe office.\n4\nThe end.\n5\nThe annex.");
    }

    #[test]
    fn marks_running_headers_but_the_first() {
        let blocks: Vec<Block> = (1..6)
            .flat_map(|page| {
                let block = move |text: String, line: u32| Block {
                    role: Role::Body,
                    text,
                    line,
                    page: Some(page),
                };
                let prose =
                    (0..4).map(move |line| block(format!("On {page} and {line}, {PROSE}"), line));
                std::iter::once(block(format!("Annual report | {page}"), 1)).chain(prose)
            })
            .collect();
        let marked: Vec<Block> =
            furniture(blocks, false).into_iter().filter(|it| it.role == Role::Furniture).collect();
        assert_eq!(marked.len(), 4);
        assert!(marked.iter().all(|block| block.text.starts_with("Annual report")));
    }

    #[test]
    fn never_marks_all_of_a_document_for_doubtful_reasons() {
        content("Home\nLatest news\nContact us\nPrivacy policy\nOpen.");
        case("", "");
    }

    #[test]
    fn is_linear_in_the_length_of_a_line() {
        let line = "word ".repeat(1 << 19);
        assert_eq!(run(&line).len(), 1);
        let capture = "Nobody knew it. ".repeat(1 << 15);
        assert!(!run(&capture).is_empty());
    }
}
