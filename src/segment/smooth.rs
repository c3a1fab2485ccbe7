//! Which language each sentence of a document is in, given what each says
//! for itself and that neighbours mostly share a language: the likeliest
//! path (Viterbi) under a price for every switch. Knows nothing of text.

use super::detect::{Evidence, RANGE};
use crate::language::Language;

/// The price of a switch inside a block, in natural logarithms of odds.
/// Fitted on documents mixed from public sentences.
const SWITCH_INSIDE: f32 = 5.0;
/// The price of a switch between blocks.
const SWITCH_BETWEEN: f32 = 3.0;
/// How many of the best languages of a sentence are considered.
const RIVALS: usize = 4;

/// One sentence as the path sees it.
pub(super) struct Step {
    /// What the sentence says.
    pub(super) evidence: Evidence,
    /// Whether it is the first of its block.
    pub(super) opens_block: bool,
}

/// The likeliest language of each step. `lead` is what undetermined has
/// over the others at the start.
pub(super) fn path(steps: &[Step], lead: f32) -> Vec<Language> {
    let states = states(steps);
    let mut scores: Vec<f32> = states
        .iter()
        .map(|state| if *state == Language::Undetermined { lead } else { 0.0 })
        .collect();
    let mut came_from: Vec<Vec<usize>> = Vec::with_capacity(steps.len());
    for (number, step) in steps.iter().enumerate() {
        let price = match (number, step.opens_block) {
            (0, _) => f32::INFINITY,
            (_, true) => SWITCH_BETWEEN,
            (_, false) => SWITCH_INSIDE,
        };
        came_from.push(advance(&mut scores, price));
        for (score, state) in scores.iter_mut().zip(&states) {
            *score += emission(&step.evidence, *state);
        }
    }
    trace(&states, &scores, &came_from)
}

/// Every language that is among the best of some step.
fn states(steps: &[Step]) -> Vec<Language> {
    let mut states = vec![Language::Undetermined];
    for step in steps {
        for (language, _) in step.evidence.scores.iter().take(RIVALS) {
            if !states.contains(language) {
                states.push(*language);
            }
        }
    }
    states
}

/// Moves the scores one step on: each state keeps its own or pays to come
/// from the best. Returns where each came from.
fn advance(scores: &mut [f32], price: f32) -> Vec<usize> {
    let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
    let switched = scores.get(best).copied().unwrap_or(0.0) - price;
    let mut origins: Vec<usize> = (0..scores.len()).collect();
    for (score, origin) in scores.iter_mut().zip(&mut origins) {
        if *score < switched {
            *score = switched;
            *origin = best;
        }
    }
    origins
}

/// What a sentence says for a language, against the best of it.
fn emission(evidence: &Evidence, state: Language) -> f32 {
    let best = evidence.scores.first().map_or(0.0, |found| found.1);
    let score = evidence
        .scores
        .iter()
        .find(|found| found.0 == state)
        .map_or(best.min(0.0) - evidence.reach, |found| found.1);
    (score - best).max(-RANGE)
}

/// Follows the best path back from its end.
fn trace(states: &[Language], scores: &[f32], came_from: &[Vec<usize>]) -> Vec<Language> {
    let mut at = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
    let mut path = Vec::with_capacity(came_from.len());
    for origins in came_from.iter().rev() {
        path.push(states[at]);
        at = origins[at];
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Step, path};
    use crate::language::Language::{self, English, Finnish, Undetermined};

    fn step(language: Language, score: f32) -> Step {
        let scores = vec![(language, score), (Undetermined, 0.0)];
        Step { evidence: Evidence { scores, reach: score }, opens_block: false }
    }

    #[test]
    fn doubtful_sentences_follow_their_neighbours() {
        let case = |scores: &[(Language, f32)], expected: &[Language]| {
            let steps: Vec<Step> = scores.iter().map(|&(l, s)| step(l, s)).collect();
            assert_eq!(path(&steps, 1.0), expected);
        };
        case(&[], &[]);
        case(&[(English, 0.5)], &[Undetermined]);
        case(&[(English, 9.0)], &[English]);
        case(&[(English, 9.0), (Finnish, 2.0), (English, 9.0)], &[English, English, English]);
        case(&[(English, 9.0), (Finnish, 20.0), (English, 9.0)], &[English, Finnish, English]);
        case(&[(Finnish, 0.2), (English, 9.0)], &[English, English]);
    }
}
