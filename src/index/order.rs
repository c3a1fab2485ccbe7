//! Which documents of a planned query come first: by score, equal scores by
//! id, or in another order that was asked for. Loads no document.
//! Decides nothing about words or weights: that is the plan's.

use std::collections::HashMap;

use tantivy::{
    DocAddress, DocSet, Order, TERMINATED, TantivyError,
    collector::{
        TopDocs,
        sort_key::{SortByStaticFastValue, SortByString},
    },
    query::{EnableScoring, Weight},
};

use super::{Index, combine::Engine, ledger, reader::Sort};

impl Index {
    /// The best documents, equal scores ordered by id also where the limit
    /// cuts through them.
    pub(super) fn top(
        &self,
        query: &Engine,
        wanted: usize,
    ) -> tantivy::Result<Vec<(f32, DocAddress)>> {
        let all = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        let wanted = wanted.min(all);
        if wanted == 0 {
            return Ok(Vec::new());
        }
        let mut asked = wanted + 1;
        let mut found = loop {
            let found =
                self.searcher.search(query, &TopDocs::with_limit(asked).order_by_score())?;
            let last = found.last().map(|last| last.0);
            let cut_through = found.len() == asked && last == Some(found[wanted - 1].0);
            if !cut_through || asked > all {
                break found;
            }
            asked = asked.saturating_mul(2).min(all + 1);
        };
        let mut named = Vec::with_capacity(found.len());
        for (score, address) in found.drain(..) {
            named.push((score, self.id_at(address)?, address));
        }
        named.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        named.truncate(wanted);
        Ok(named.into_iter().map(|(score, _, address)| (score, address)).collect())
    }

    /// Documents in another order than by score, equal ones by id.
    pub(super) fn sorted(
        &self,
        query: &Engine,
        sort: Sort,
        wanted: usize,
    ) -> tantivy::Result<Vec<DocAddress>> {
        let top = TopDocs::with_limit(wanted);
        let by_id = || (SortByString::for_field("id"), Order::Asc);
        let by_year = || SortByStaticFastValue::<i64>::for_field("year");
        let text = |field: &str| (SortByString::for_field(field), Order::Asc);
        Ok(match sort {
            Sort::Score => places(self.searcher.search(query, &top.order_by(by_id()))?),
            Sort::Year => {
                let order = ((by_year(), Order::Asc), by_id());
                places(self.searcher.search(query, &top.order_by(order))?)
            }
            Sort::YearDescending => {
                let order = ((by_year(), Order::Desc), by_id());
                places(self.searcher.search(query, &top.order_by(order))?)
            }
            Sort::Title => {
                let order = (text("title_key"), by_id());
                places(self.searcher.search(query, &top.order_by(order))?)
            }
            Sort::Path => {
                let order = (text("path"), by_id());
                places(self.searcher.search(query, &top.order_by(order))?)
            }
        })
    }

    /// What a query is scored with.
    pub(super) fn weight(&self, query: &Engine) -> tantivy::Result<Box<dyn Weight>> {
        query.weight(EnableScoring::enabled_from_searcher(&self.searcher))
    }

    /// The score of one document; none when it does not match.
    pub(super) fn score_at(
        &self,
        weight: &dyn Weight,
        address: DocAddress,
    ) -> tantivy::Result<Option<f32>> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let mut scorer = weight.scorer(segment, 1.0)?;
        if scorer.doc() < address.doc_id {
            scorer.seek(address.doc_id);
        }
        let there = scorer.doc() != TERMINATED && scorer.doc() == address.doc_id;
        Ok(there.then(|| scorer.score()))
    }

    /// The scores of those of some documents that match, each segment read
    /// once.
    pub(super) fn scores(
        &self,
        query: &Engine,
        addresses: &[DocAddress],
    ) -> tantivy::Result<HashMap<DocAddress, f32>> {
        let weight = self.weight(query)?;
        let mut sorted = addresses.to_vec();
        sorted.sort_unstable();
        let mut scores = HashMap::with_capacity(sorted.len());
        for rows in sorted.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = self.searcher.segment_reader(rows[0].segment_ord);
            let mut scorer = weight.scorer(segment, 1.0)?;
            for address in rows {
                if scorer.doc() < address.doc_id {
                    scorer.seek(address.doc_id);
                }
                if scorer.doc() == address.doc_id {
                    scores.insert(*address, scorer.score());
                }
            }
        }
        Ok(scores)
    }

    /// The id of the document at an address.
    pub(super) fn id_at(&self, address: DocAddress) -> tantivy::Result<String> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let column = segment.fast_fields().str("id")?;
        let column =
            column.ok_or_else(|| TantivyError::InternalError("the index has no ids".to_owned()))?;
        ledger::first(&column, address.doc_id)
    }
}

/// The places of sorted documents.
fn places<K>(found: Vec<(K, DocAddress)>) -> Vec<DocAddress> {
    found.into_iter().map(|(_, address)| address).collect()
}
