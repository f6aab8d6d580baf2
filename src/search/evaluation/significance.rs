//! Whether a difference between two settings is more than chance: the paired randomisation test of Fisher, as
//! Smucker, Allan and Carterette (2007) advise it for retrieval.

/// Random assignments that are tried.
pub const ROUNDS: usize = 10_000;

/// How probable a mean difference at least this large, in either direction, would be if the two settings
/// were equally good: then each query's difference might as well have the other sign. `differences` is one a
/// query; of `rounds` random choices of signs the share is returned that reaches the mean seen, the choice seen
/// counted in. The same seed gives the same figure.
pub fn randomisation_test(differences: &[f64], rounds: usize, seed: u64) -> f64 {
    let seen = differences.iter().sum::<f64>().abs();
    let mut random = Random::new(seed);
    // Sums of the same numbers in another order differ in the last digits.
    let reach = seen - 1e-9;
    let mut reached = 0;
    for _ in 0..rounds {
        let mut sum = 0.0;
        let (mut bits, mut left) = (0, 0);
        for difference in differences {
            if left == 0 {
                (bits, left) = (random.next(), 64);
            }
            sum += if bits & 1 == 0 { *difference } else { -difference };
            bits >>= 1;
            left -= 1;
        }
        reached += usize::from(sum.abs() >= reach);
    }
    (reached + 1) as f64 / (rounds + 1) as f64
}

/// Numbers that look random and are the same for the same seed: SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    #[expect(clippy::should_implement_trait, reason = "it never ends, and has no use for an iterator's methods")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, 0 where that is 0. Bounds here are far below 2^64, so that the small bias of the
    /// remainder does not matter.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % (bound.max(1) as u64)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_and_certainty_are_told_apart() {
        assert_eq!(randomisation_test(&[], 100, 1), 1.0);
        assert_eq!(randomisation_test(&[0.0; 50], 100, 1), 1.0);
        // Eight queries, all better by as much: of 2^8 choices of signs two reach it, 2 / 256 = 0.0078.
        let p = randomisation_test(&[0.1; 8], 100_000, 1);
        assert!((p - 2.0 / 256.0).abs() < 0.001, "{p}");
        // One of four the other way: 10 of 16 choices give a sum of at least 2 in size.
        let p = randomisation_test(&[1.0, 1.0, 1.0, -1.0], 100_000, 1);
        assert!((p - 10.0 / 16.0).abs() < 0.01, "{p}");
        assert!(randomisation_test(&[0.2; 100], 1_000, 1) < 0.01);
        assert_eq!(randomisation_test(&[0.3, -0.1, 0.2], 500, 9), randomisation_test(&[0.3, -0.1, 0.2], 500, 9));
    }

    #[test]
    fn the_generator_is_the_published_one() {
        let mut random = Random::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
