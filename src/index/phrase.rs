//! Phrases of a query -> engine: by positions of stems where a language has
//! them, in the stored text where it has none or the wording is exact.
//! Scores a phrase with the language's own numbers, like its words.

use tantivy::{
    Term,
    query::{EnableScoring, PhraseQuery, TermQuery},
    schema::IndexRecordOption,
};

use super::{
    combine::{Engine, any_of, boosted, difference, intersection, silent, union},
    plan::{Planner, Scope},
    predicate::{Sequence, holding},
    statistics::Present,
};
use crate::{
    analyze::{Analyzer, Form, words},
    language::Language,
    query::{Node, Phrase, Word, WordForm},
    rank::weights,
};

impl Planner<'_> {
    /// A phrase, in each language and the furniture.
    pub(super) fn phrase(
        &mut self,
        phrase: &Phrase,
        scope: &Scope,
    ) -> tantivy::Result<Vec<Engine>> {
        if words(&phrase.text).nth(1).is_none() {
            let form = if phrase.exact { WordForm::Exact } else { WordForm::Inflected };
            let word = Word { text: phrase.text.clone(), form, at: phrase.at };
            return Ok(self.word(&word, scope)?.into_iter().flatten().collect());
        }
        let mut found = Vec::new();
        for place in &scope.languages {
            let (present, prior) = (self.present[*place].clone(), self.prior[*place]);
            let Some(candidates) = self.phrase_in(phrase, &present)? else { continue };
            let shown = format!("{}:\"{}\"", present.language(), phrase.text);
            found.push(self.note(&phrase.text, shown, boosted(candidates, prior)));
        }
        if !scope.only {
            found.extend(self.phrase_in_furniture(phrase)?);
        }
        Ok(found)
    }

    /// A phrase in one language: by positions of stems where there are some;
    /// exact wording, and languages without positions, in the stored text.
    pub(super) fn phrase_in(
        &mut self,
        phrase: &Phrase,
        present: &Present,
    ) -> tantivy::Result<Option<Engine>> {
        let language = present.language();
        let surface: Vec<String> = texts(language, Form::Exact, &phrase.text);
        let stems =
            present.words.stem.map(|field| (field, texts(language, Form::Stem, &phrase.text)));
        let (field, terms, form) = match stems {
            Some((field, stems)) => (field, stems, Form::Stem),
            None => (present.words.exact, surface.clone(), Form::Exact),
        };
        let mut documents = Vec::new();
        for text in &terms {
            documents.push(self.searcher.doc_freq(&Term::from_field_text(field, text))?);
        }
        if documents.contains(&0) {
            return Ok(None);
        }
        let matches = match form {
            Form::Stem => &mut self.matches.stem,
            Form::Exact => &mut self.matches.exact,
        };
        let matches = matches.entry(language).or_default();
        for (text, documents) in terms.iter().zip(documents) {
            matches.insert(text.clone(), present.rarity(documents));
        }
        let terms: Vec<Term> =
            terms.iter().map(|text| Term::from_field_text(field, text)).collect();
        let query: Engine = if form == Form::Stem {
            let mut query = PhraseQuery::new(terms);
            query.set_slop(phrase.slop);
            present.weigh(Box::new(query))
        } else {
            let term =
                |term| -> Engine { Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) };
            present.weigh(intersection(terms.into_iter().map(term).collect()))
        };
        let checked = phrase.exact || form == Form::Exact;
        if !checked {
            return Ok(Some(query));
        }
        let own_field = language.has_own_field();
        let slop = phrase.slop;
        let sequence = Sequence { terms: surface, slop, language: Some(language), own_field };
        Ok(Some(self.verified(query, sequence)?))
    }

    /// A phrase in the furniture.
    fn phrase_in_furniture(&mut self, phrase: &Phrase) -> tantivy::Result<Option<Engine>> {
        let terms = texts(Language::Undetermined, Form::Exact, &phrase.text);
        let field = self.fields.furniture;
        let mut queries: Vec<Engine> = Vec::new();
        for text in &terms {
            let term = Term::from_field_text(field, text);
            if self.searcher.doc_freq(&term)? == 0 {
                return Ok(None);
            }
            queries.push(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
        }
        let slop = phrase.slop;
        let sequence = Sequence { terms, slop, language: None, own_field: false };
        let query = self.verified(intersection(queries), sequence)?;
        let shown = format!("furniture:\"{}\"", phrase.text);
        Ok(Some(self.note(&phrase.text, shown, boosted(query, weights::FURNITURE))))
    }

    /// The documents of a query that have the sequence in their stored text.
    fn verified(&self, query: Engine, sequence: Sequence) -> tantivy::Result<Engine> {
        let weight = query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        let holding = holding(weight, self.fields.document, sequence);
        Ok(intersection(vec![query, silent(Box::new(holding))]))
    }

    /// A word or phrase of the title.
    pub(super) fn title(&self, node: &Node) -> tantivy::Result<Engine> {
        let list = |nodes: &[Node]| -> tantivy::Result<Vec<Engine>> {
            nodes.iter().map(|node| self.title(node)).collect()
        };
        match node {
            Node::Word(Word { text, form: WordForm::Prefix, .. }) => self.title_like(text, None),
            Node::Word(Word { text, form: WordForm::Fuzzy(distance), .. }) => {
                self.title_like(text, Some(*distance))
            }
            Node::Word(Word { text, form, .. }) => {
                Ok(self.title_phrase(text, *form == WordForm::Exact, 0))
            }
            Node::Phrase(phrase) => Ok(self.title_phrase(&phrase.text, phrase.exact, phrase.slop)),
            Node::And(nodes) | Node::Words(nodes) => Ok(intersection(list(nodes)?)),
            Node::Named(named) => Ok(intersection(list(&named.typed)?)),
            Node::Or(nodes) => Ok(union(list(nodes)?)),
            Node::Not(node) => Ok(difference(vec![self.every_document()], vec![self.title(node)?])),
            Node::All | Node::Field(_) => Ok(self.every_document()),
        }
    }

    /// Words of the title that begin with a text, or are like it.
    fn title_like(&self, text: &str, distance: Option<u8>) -> tantivy::Result<Engine> {
        let field = self.fields.title;
        let start = Analyzer::new(Language::Undetermined, Form::Exact).term(text).to_owned();
        let known = self.known(field, &start, distance)?;
        Ok(union(any_of(field, known.iter()).into_iter().collect()))
    }

    /// Words of the title beside each other, in any language.
    fn title_phrase(&self, text: &str, exact: bool, slop: u32) -> Engine {
        let mut found: Vec<Engine> = Vec::new();
        let mut add = |terms: Vec<String>| {
            let field = self.fields.title;
            let mut terms: Vec<Term> =
                terms.iter().map(|text| Term::from_field_text(field, text)).collect();
            if terms.len() > 1 {
                let mut query = PhraseQuery::new(terms);
                query.set_slop(slop);
                found.push(Box::new(query));
            } else if let Some(term) = terms.pop() {
                found.push(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
            }
        };
        for present in self.present {
            add(texts(present.language(), Form::Exact, text));
            if present.words.stem.is_some() && !exact {
                add(texts(present.language(), Form::Stem, text));
            }
        }
        union(found)
    }
}

/// The terms of a text.
fn texts(language: Language, form: Form, text: &str) -> Vec<String> {
    Analyzer::new(language, form).terms(text).into_iter().map(|term| term.text).collect()
}
