//! `Query` -> engine: which terms of which fields are looked for, with which
//! weights. Each language is weighed by its own numbers and by how likely
//! the query is in it; the union of terms stays flat, so that the engine can
//! skip what cannot come first.

use std::collections::HashMap;

use tantivy::{
    Searcher, Term,
    query::TermQuery,
    schema::{Field, IndexRecordOption},
};

use super::{
    combine::{Engine, any_of, boosted, difference, intersection, silent, term_query, union},
    expand,
    schema::{Fields, Kind},
    statistics::Present,
};
use crate::{
    analyze::{Analyzer, Form, words},
    language::Language,
    query::{Filter, Node, Word, WordForm},
    rank::{Via, weights},
};

/// How many of the terms that a prefix or a likeness stands for are weighed;
/// the others only select.
const EXPANSIONS: usize = 64;

/// One term that is looked for, for the explanation of scores.
pub(super) struct Clause {
    /// The word of the query.
    pub(super) word: String,
    /// The field and the term.
    pub(super) term: String,
    /// What is run, with its weight.
    pub(super) query: Engine,
}

/// The terms that the query looks for, for snippets: by language of the
/// fields, the term and how much it says.
#[derive(Clone, Debug, Default)]
pub(super) struct Matches {
    pub(super) stem: HashMap<Language, HashMap<String, f32>>,
    pub(super) exact: HashMap<Language, HashMap<String, f32>>,
    /// Names of concepts of several words.
    pub(super) names: HashMap<Language, Vec<NameMatch>>,
}

/// A name of a concept, for snippets.
#[derive(Clone, Debug)]
pub(super) struct NameMatch {
    /// The concept, whose names say all the same.
    pub(super) concept: String,
    /// Its stems, which count only beside each other.
    pub(super) stems: Vec<String>,
    /// How much it says.
    pub(super) worth: f32,
}

/// A name of a concept that the query names by another.
pub(super) struct Other {
    /// What it is, as hits say it.
    pub(super) via: Via,
    /// Whether it is the name to show in its language.
    pub(super) preferred: bool,
    /// What is run, with its weight.
    pub(super) query: Engine,
}

/// The languages in which words are looked for.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// Places in the list of languages that are present.
    pub(super) languages: Vec<usize>,
    /// Whether words must match in passages of these languages.
    pub(super) only: bool,
}

/// Turns nodes into queries of the engine.
pub(super) struct Planner<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    pub(super) present: &'a [Present],
    pub(super) prior: Vec<f32>,
    /// Whether words without an operator must all match.
    pub(super) all: bool,
    /// Whether the other names of concepts are looked for, too.
    pub(super) wide: bool,
    /// What the planning found; filled as it goes.
    pub(super) clauses: Vec<Clause>,
    pub(super) matches: Matches,
    pub(super) others: Vec<Other>,
}

impl Planner<'_> {
    /// Plans a whole query.
    pub(super) fn plan(&mut self, root: &Node) -> tantivy::Result<Engine> {
        let languages = (0..self.present.len()).collect();
        self.node(root, &Scope { languages, only: false })
    }

    /// Plans one node.
    fn node(&mut self, node: &Node, scope: &Scope) -> tantivy::Result<Engine> {
        match node {
            Node::All => Ok(self.every_document()),
            Node::Word(word) => {
                let groups = self.word(word, scope)?;
                Ok(intersection(groups.into_iter().map(union).collect()))
            }
            Node::Phrase(phrase) => Ok(union(self.phrase(phrase, scope)?)),
            Node::Field(filter) => self.filter(filter),
            Node::And(nodes) => self.group(nodes, scope, true),
            Node::Words(nodes) => self.group(nodes, scope, self.all),
            Node::Or(nodes) => {
                let planned: tantivy::Result<Vec<Engine>> =
                    nodes.iter().map(|node| self.node(node, scope)).collect();
                Ok(union(planned?))
            }
            Node::Not(node) => {
                let excluded = self.quietly(node, scope)?;
                Ok(difference(vec![self.every_document()], vec![excluded]))
            }
            Node::Named(named) => self.named(named, scope, self.all),
        }
    }

    /// Plans nodes that stand beside each other: filters and exclusions
    /// always hold, words all or any.
    pub(super) fn group(
        &mut self,
        nodes: &[Node],
        scope: &Scope,
        all: bool,
    ) -> tantivy::Result<Engine> {
        let scope = &self.narrowed(nodes, scope);
        let nodes = &self.as_typed(nodes, all)[..];
        let (mut must, mut any, mut must_not) = (Vec::new(), Vec::new(), Vec::new());
        for node in nodes {
            match node {
                Node::Not(node) => must_not.push(self.quietly(node, scope)?),
                node if node.narrows() => must.push(self.node(node, scope)?),
                Node::Word(word) if !all => {
                    any.extend(self.word(word, scope)?.into_iter().flatten());
                }
                Node::Phrase(phrase) if !all => any.extend(self.phrase(phrase, scope)?),
                Node::Named(named) if all => must.push(self.named(named, scope, all)?),
                Node::Named(named) => any.push(self.named(named, scope, all)?),
                node if !all => any.push(self.node(node, scope)?),
                node => must.push(self.node(node, scope)?),
            }
        }
        let has_any = !all && nodes.iter().any(|node| !node.narrows());
        if has_any {
            must.push(union(any));
        }
        if must.is_empty() {
            must.push(self.every_document());
        }
        Ok(if must_not.is_empty() { intersection(must) } else { difference(must, must_not) })
    }

    /// Plans what is excluded: it takes no part in scores or highlights.
    fn quietly(&mut self, node: &Node, scope: &Scope) -> tantivy::Result<Engine> {
        let (matches, clauses) = (self.matches.clone(), self.clauses.len());
        let wide = std::mem::replace(&mut self.wide, false);
        let planned = self.node(node, scope);
        self.wide = wide;
        self.matches = matches;
        self.clauses.truncate(clauses);
        planned
    }

    /// The scope that the language filters of a group leave.
    fn narrowed(&self, nodes: &[Node], scope: &Scope) -> Scope {
        let stated: Vec<Vec<Language>> = nodes.iter().filter_map(stated_languages).collect();
        if stated.is_empty() {
            return scope.clone();
        }
        let wanted = stated.concat();
        let fields: Vec<Language> =
            wanted.iter().map(|language| self.fields.words_of(*language).language).collect();
        let kept = |place: &usize| fields.contains(&self.present[*place].language());
        Scope { languages: scope.languages.iter().copied().filter(kept).collect(), only: true }
    }

    /// Every document.
    pub(super) fn every_document(&self) -> Engine {
        silent(term_query(self.fields.kind, Kind::Document.name()))
    }

    /// Plans a word: for each of the words that the analyzer sees in it, the
    /// clauses of which any will do.
    pub(super) fn word(&mut self, word: &Word, scope: &Scope) -> tantivy::Result<Vec<Vec<Engine>>> {
        let text = &word.text;
        let pieces: Vec<&str> = words(text).map(|piece| &text[piece.from..piece.to]).collect();
        pieces
            .into_iter()
            .map(|piece| match word.form {
                WordForm::Inflected => self.inflected(piece, scope),
                WordForm::Exact => self.exact(piece, scope),
                WordForm::Prefix => self.expanded(piece, None, scope),
                WordForm::Fuzzy(distance) => self.expanded(piece, Some(distance), scope),
            })
            .collect()
    }

    /// A word in any inflection: stem and surface in each language, the
    /// title, the furniture.
    fn inflected(&mut self, piece: &str, scope: &Scope) -> tantivy::Result<Vec<Engine>> {
        let mut found = Vec::new();
        let mut title_terms: Vec<String> = Vec::new();
        for place in &scope.languages {
            let (present, prior) = (self.present[*place].clone(), self.prior[*place]);
            let language = present.language();
            let surface = Analyzer::new(language, Form::Exact).term(piece).to_owned();
            let weight = if present.words.stem.is_some() { weights::EXACT } else { 1.0 };
            if let Some(field) = present.words.stem {
                let stem = Analyzer::new(language, Form::Stem).term(piece).to_owned();
                found.extend(self.term(piece, &present, field, &stem, Form::Stem, prior)?);
                title_terms.push(stem);
            }
            let exact = present.words.exact;
            found.extend(self.term(
                piece,
                &present,
                exact,
                &surface,
                Form::Exact,
                prior * weight,
            )?);
            title_terms.push(surface);
        }
        if !scope.only {
            title_terms.sort();
            title_terms.dedup();
            for term in title_terms {
                found.extend(self.plain(
                    piece,
                    "title",
                    self.fields.title,
                    &term,
                    weights::TITLE,
                )?);
            }
            found.extend(self.in_furniture(piece)?);
        }
        Ok(found)
    }

    /// A word as it is written, in each language and the furniture.
    fn exact(&mut self, piece: &str, scope: &Scope) -> tantivy::Result<Vec<Engine>> {
        let mut found = Vec::new();
        for place in &scope.languages {
            let (present, prior) = (self.present[*place].clone(), self.prior[*place]);
            let term = Analyzer::new(present.language(), Form::Exact).term(piece).to_owned();
            let exact = present.words.exact;
            found.extend(self.term(piece, &present, exact, &term, Form::Exact, prior)?);
        }
        if !scope.only {
            found.extend(self.in_furniture(piece)?);
        }
        Ok(found)
    }

    /// The surface words that begin with a text or are like it.
    fn expanded(
        &mut self,
        piece: &str,
        distance: Option<u8>,
        scope: &Scope,
    ) -> tantivy::Result<Vec<Engine>> {
        let mut found = Vec::new();
        for place in &scope.languages {
            let (present, prior) = (self.present[*place].clone(), self.prior[*place]);
            let start = Analyzer::new(present.language(), Form::Exact).term(piece).to_owned();
            let field = present.words.exact;
            let known = self.known(field, &start, distance)?;
            for known in known.iter().take(EXPANSIONS) {
                let boost = prior * weights::EXPANDED;
                found.extend(self.term(piece, &present, field, &known.text, Form::Exact, boost)?);
            }
            found.extend(any_of(field, known.iter().skip(EXPANSIONS)));
        }
        if !scope.only {
            let field = self.fields.furniture;
            let start = Analyzer::new(Language::Undetermined, Form::Exact).term(piece).to_owned();
            let known = self.known(field, &start, distance)?;
            for known in known.iter().take(EXPANSIONS) {
                let boost = weights::FURNITURE;
                found.extend(self.plain(piece, "furniture", field, &known.text, boost)?);
            }
            found.extend(any_of(field, known.iter().skip(EXPANSIONS)));
        }
        Ok(found)
    }

    /// The words of a field that begin with a text, or are like it.
    pub(super) fn known(
        &self,
        field: Field,
        text: &str,
        distance: Option<u8>,
    ) -> tantivy::Result<Vec<expand::Known>> {
        match distance {
            None => expand::prefix(self.searcher, field, text, expand::LOOKED_AT),
            Some(distance) => {
                expand::fuzzy(self.searcher, field, text, distance, expand::LOOKED_AT)
            }
        }
    }

    /// A word in the furniture.
    fn in_furniture(&mut self, piece: &str) -> tantivy::Result<Option<Engine>> {
        let term = Analyzer::new(Language::Undetermined, Form::Exact).term(piece).to_owned();
        self.plain(piece, "furniture", self.fields.furniture, &term, weights::FURNITURE)
    }

    /// A term of a language's field with that language's numbers; none when
    /// no document has it.
    fn term(
        &mut self,
        word: &str,
        present: &Present,
        field: Field,
        text: &str,
        form: Form,
        boost: f32,
    ) -> tantivy::Result<Option<Engine>> {
        let Some(query) = self.weighed(present, field, text, form, 1.0)? else { return Ok(None) };
        let name = super::schema::tokenizer(form, present.language());
        Ok(Some(self.note(word, format!("{name}:{text}"), boosted(query, boost))))
    }

    /// A term with the numbers of its language, and of that much worth for
    /// snippets; none when no document has it.
    pub(super) fn weighed(
        &mut self,
        present: &Present,
        field: Field,
        text: &str,
        form: Form,
        worth: f32,
    ) -> tantivy::Result<Option<Engine>> {
        let term = Term::from_field_text(field, text);
        let documents = self.searcher.doc_freq(&term)?;
        if documents == 0 {
            return Ok(None);
        }
        let matches = match form {
            Form::Stem => &mut self.matches.stem,
            Form::Exact => &mut self.matches.exact,
        };
        let worth = present.rarity(documents) * worth;
        matches.entry(present.language()).or_default().insert(text.to_owned(), worth);
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        Ok(Some(present.weigh(Box::new(query))))
    }

    /// A term of a field that all languages share; none when no document has
    /// it.
    fn plain(
        &mut self,
        word: &str,
        name: &str,
        field: Field,
        text: &str,
        boost: f32,
    ) -> tantivy::Result<Option<Engine>> {
        let term = Term::from_field_text(field, text);
        if self.searcher.doc_freq(&term)? == 0 {
            return Ok(None);
        }
        let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        Ok(Some(self.note(word, format!("{name}:{text}"), boosted(query, boost))))
    }

    /// Notes a clause for the explanation.
    pub(super) fn note(&mut self, word: &str, term: String, query: Engine) -> Engine {
        self.clauses.push(Clause { word: word.to_owned(), term, query: query.box_clone() });
        query
    }
}

/// The languages that a node asks for, none where it asks for other things
/// too: either of some languages, or one among conditions that all hold.
fn stated_languages(node: &Node) -> Option<Vec<Language>> {
    match node {
        Node::Field(Filter::Lang(languages)) => Some(languages.clone()),
        Node::Or(nodes) => {
            let stated: Option<Vec<Vec<Language>>> = nodes.iter().map(stated_languages).collect();
            stated.map(|stated| stated.concat())
        }
        Node::And(nodes) | Node::Words(nodes) if node.narrows() => {
            nodes.iter().find_map(stated_languages)
        }
        _ => None,
    }
}
