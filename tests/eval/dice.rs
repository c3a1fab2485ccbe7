//! Numbers that look random and are the same in every run.

/// Marsaglia's xorshift with 64 bits, <https://doi.org/10.18637/jss.v008.i14>.
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice with a seed of their own.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below a limit above 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let limit = u64::try_from(limit).unwrap();
        usize::try_from((self.0 >> 16) % limit).unwrap()
    }

    /// One of some items.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
