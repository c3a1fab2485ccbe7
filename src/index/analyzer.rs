//! `Language` -> tokenizer: hands the words and terms of `analyze` to
//! Tantivy, one tokenizer for each field of a language. Decides nothing
//! about words itself.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::schema::{Fields, tokenizer};
use crate::{
    analyze::{Analyzer, Form, Words, words},
    language::Language,
};

/// The tokenizers of all fields; they are not kept in the index, so every
/// writer needs them.
pub(crate) fn tokenizers(fields: &Fields) -> TokenizerManager {
    let manager = TokenizerManager::default();
    for words in fields.words() {
        if words.stem.is_some() {
            register(&manager, Form::Stem, words.language);
        }
        register(&manager, Form::Exact, words.language);
    }
    manager
}

/// Registers the tokenizer of one field.
fn register(manager: &TokenizerManager, form: Form, language: Language) {
    let analyzer = Analyzer::new(language, form);
    manager
        .register(&tokenizer(form, language), FieldTokenizer { analyzer, token: Token::default() });
}

/// The tokenizer of one field; clones share no memo.
#[derive(Clone)]
struct FieldTokenizer {
    analyzer: Analyzer,
    token: Token,
}

impl Tokenizer for FieldTokenizer {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        self.token.reset();
        Terms { text, words: words(text), analyzer: &mut self.analyzer, token: &mut self.token }
    }
}

/// The terms of one text.
struct Terms<'a> {
    text: &'a str,
    words: Words<'a>,
    analyzer: &'a mut Analyzer,
    token: &'a mut Token,
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.text.clear();
        self.token.text.push_str(self.analyzer.term(&self.text[word.from..word.to]));
        self.token.offset_from = word.from;
        self.token.offset_to = word.to;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
