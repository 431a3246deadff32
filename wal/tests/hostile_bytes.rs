//! Recovery against seeded random scripts of writing and damage: what the fuzz target checks, on
//! any toolchain and in seconds.

#[path = "../../fuzz/src/wal_recovery.rs"]
pub mod wal_recovery;

use ringkeeper_tests::random::Random;

#[test]
fn recovery_keeps_its_promises_for_any_files() {
    let (mut sound, mut refused) = (0, 0);
    for seed in 0..2000 {
        let mut random = Random::new(seed);
        let written = random.below_u64(120);
        // A step of 0 ends the writing.
        let step = |byte: u8| if byte.is_multiple_of(16) { 1 } else { byte };
        let mut script: Vec<u8> = (0..written).map(|_| step(random.byte())).collect();
        script.push(0);
        let damages = random.below_u64(4) * 5;
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
