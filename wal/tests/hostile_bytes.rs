//! Recovery against seeded random scripts of writing and damage: what the fuzz target checks, on
//! any toolchain and in seconds.

#[path = "../../fuzz/src/wal_recovery.rs"]
pub mod wal_recovery;

/// A generator whose numbers follow from its seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % bound
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).expect("below 256")
    }
}

#[test]
fn recovery_keeps_its_promises_for_any_files() {
    let (mut sound, mut refused) = (0, 0);
    for seed in 0..2000 {
        let mut random = Random(seed);
        let written = random.below(120);
        // A step of 0 ends the writing.
        let step = |byte: u8| if byte.is_multiple_of(16) { 1 } else { byte };
        let mut script: Vec<u8> = (0..written).map(|_| step(random.byte())).collect();
        script.push(0);
        let damages = random.below(4) * 5;
        script.extend((0..damages).map(|_| random.byte()));
        if wal_recovery::wal_recovery(&script) {
            sound += 1;
        } else {
            refused += 1;
        }
    }
    assert!(
        sound > 500 && refused > 200,
        "{sound} sound, {refused} refused"
    );
}
