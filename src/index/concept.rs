//! Names of concepts -> engine: where a query names a concept, the concept's
//! other names are looked for as phrases in the fields of their languages.
//! Plans what is found by them; that it comes after direct hits is the
//! reader's doing.

use tantivy::{Term, query::PhraseQuery};

use super::{
    combine::{Engine, boosted, silent, union},
    plan::{NameMatch, Other, Planner, Scope},
    statistics::Present,
};
use crate::{
    analyze::{Analyzer, Form, words},
    query::{Name, Named, Node, Phrase},
    rank::{Via, weights},
};

/// What a name that is not the preferred one is worth in a passage that is
/// chosen to be shown: many of them say less of the concept itself.
const OTHER: f32 = 0.5;

/// The shortest stem of a name that is looked for, in characters: what is left
/// of `Laos` in Spanish is an article. Of others the surface word is.
const SHORTEST: usize = 4;

impl Planner<'_> {
    /// Plans words that name a concept. Where its other names are looked for,
    /// the words only select: a document that has them all is a direct hit.
    pub(super) fn named(
        &mut self,
        named: &Named,
        scope: &Scope,
        all: bool,
    ) -> tantivy::Result<Engine> {
        if !self.wide {
            return self.group(&named.typed, scope, all);
        }
        let clauses = self.clauses.len();
        let mut any = vec![silent(self.group(&named.typed, scope, all)?)];
        self.clauses.truncate(clauses);
        any.extend(self.other_names(named, scope)?);
        Ok(union(any))
    }

    /// The parts of a group as they were typed, so that direct hits score as
    /// if no concept had been named. Where other names are looked for, concepts
    /// stay, and where all words must match those that only bind are left out:
    /// other languages have others.
    pub(super) fn as_typed<'a>(&self, nodes: &'a [Node], all: bool) -> Vec<&'a Node> {
        let names = |node: &Node| matches!(node, Node::Named(named) if !named.names.is_empty());
        let wide = self.wide && nodes.iter().any(names);
        let mut typed = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Named(named) if wide && all && named.names.is_empty() => {}
                Node::Named(named) if !wide => typed.extend(&named.typed),
                node => typed.push(node),
            }
        }
        typed
    }

    /// The other names of what words name, each in its own language; an
    /// acronym or a proper name in every one.
    fn other_names(&mut self, named: &Named, scope: &Scope) -> tantivy::Result<Vec<Engine>> {
        let mut found = Vec::new();
        let typed = named.text();
        for name in &named.names {
            let home = self.fields.words_of(name.lang).language;
            for place in &scope.languages {
                let present = self.present[*place].clone();
                if present.language() != home && !name.anywhere {
                    continue;
                }
                let Some(query) = self.name_in(name, &present)? else { continue };
                let query = boosted(query, weights::VIA);
                let shown = format!("{}:\"{}\"", present.language(), name.text);
                let query = self.note(&typed, shown, query);
                let via = Via {
                    typed: typed.clone(),
                    concept: name.concept.clone(),
                    label: name.text.clone(),
                    lang: name.lang,
                };
                let preferred = name.preferred;
                self.others.push(Other { via, preferred, query: query.box_clone() });
                found.push(query);
            }
        }
        Ok(found)
    }

    /// A name in one language; none when no document can have it.
    fn name_in(&mut self, name: &Name, present: &Present) -> tantivy::Result<Option<Engine>> {
        let language = present.language();
        let share = if name.preferred { 1.0 } else { OTHER };
        let Some(field) = present.words.stem else {
            // Without positions the wording is checked in the stored text.
            if words(&name.text).nth(1).is_some() {
                let phrase = Phrase { text: name.text.clone(), exact: false, slop: 0, at: 0 };
                return self.phrase_in(&phrase, present);
            }
            let text = Analyzer::new(language, Form::Exact).term(&name.text).to_owned();
            return self.weighed(present, present.words.exact, &text, Form::Exact, share);
        };
        let terms = Analyzer::new(language, Form::Stem).terms(&name.text);
        let stems: Vec<String> = terms.into_iter().map(|term| term.text).collect();
        if let [stem] = &stems[..] {
            let surface = Analyzer::new(language, Form::Exact).term(&name.text).to_owned();
            if *stem != surface && stem.chars().count() < SHORTEST {
                return self.weighed(present, present.words.exact, &surface, Form::Exact, share);
            }
            return self.weighed(present, field, stem, Form::Stem, share);
        }
        let terms: Vec<Term> =
            stems.iter().map(|stem| Term::from_field_text(field, stem)).collect();
        let mut worth = 0.0;
        for term in &terms {
            let documents = self.searcher.doc_freq(term)?;
            if documents == 0 {
                return Ok(None);
            }
            worth += present.rarity(documents);
        }
        if terms.is_empty() {
            return Ok(None);
        }
        let worth = worth * share;
        let found = NameMatch { concept: name.concept.clone(), stems, worth };
        self.matches.names.entry(language).or_default().push(found);
        Ok(Some(present.weigh(Box::new(PhraseQuery::new(terms)))))
    }
}
