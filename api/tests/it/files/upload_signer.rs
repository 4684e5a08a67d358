use chrono::{DateTime, TimeDelta, Utc};
use obligraph::files::{UploadGrant, UploadSigner, UploadTokenFault};
use obligraph::store::{MediaType, OrganizationId, UploadId};
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    "2026-11-25T09:00:00.123456Z".parse().unwrap()
}

fn grant() -> UploadGrant {
    UploadGrant {
        organization: OrganizationId::new(Uuid::from_u128(1)),
        upload: UploadId::new(Uuid::from_u128(2)),
        expires_at: now() + TimeDelta::minutes(15),
        size_limit: 10_000_000,
        media_type: MediaType::Pdf,
    }
}

#[test]
fn a_token_permits_what_was_granted_until_it_expires() {
    let signer = UploadSigner::new(&[7; 32]);
    let token = signer.sign(&grant());
    assert_eq!(signer.check(&token, now()), Ok(grant()));
    let at = grant().expires_at;
    assert_eq!(signer.check(&token, at - TimeDelta::microseconds(1)), Ok(grant()));
    assert_eq!(signer.check(&token, at), Err(UploadTokenFault::Expired { at }));
    assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)), "{token}");
}

#[test]
fn a_token_that_was_changed_anywhere_is_forged() {
    let signer = UploadSigner::new(&[7; 32]);
    let token = signer.sign(&grant());
    for position in 0..token.len() {
        for other in ['A', 'B', '.'] {
            let mut changed = token.clone();
            changed.replace_range(position..=position, &other.to_string());
            if changed != token {
                assert_eq!(signer.check(&changed, now()), Err(UploadTokenFault::Forged), "{changed}");
            }
        }
    }
    for odd in ["", ".", &token[..token.len() - 2], &format!("{token}."), &format!("{token}A")] {
        assert_eq!(signer.check(odd, now()), Err(UploadTokenFault::Forged), "{odd}");
    }
}

#[test]
fn a_token_fits_one_key_and_one_grant() {
    let signer = UploadSigner::new(&[7; 32]);
    let token = signer.sign(&grant());
    assert_eq!(UploadSigner::new(&[8; 32]).check(&token, now()), Err(UploadTokenFault::Forged));
    let (_, signature) = token.split_once('.').unwrap();
    for other in [
        UploadGrant { organization: OrganizationId::new(Uuid::from_u128(3)), ..grant() },
        UploadGrant { upload: UploadId::new(Uuid::from_u128(3)), ..grant() },
        UploadGrant { expires_at: grant().expires_at + TimeDelta::days(1), ..grant() },
        UploadGrant { size_limit: 10_000_001, ..grant() },
        UploadGrant { media_type: MediaType::Png, ..grant() },
    ] {
        let said = signer.sign(&other);
        let (said, _) = said.split_once('.').unwrap();
        let mixed = format!("{said}.{signature}");
        assert_eq!(signer.check(&mixed, now()), Err(UploadTokenFault::Forged), "{other:?}");
    }
    // An expired token that was forged is forged.
    let late = now() + TimeDelta::days(1);
    assert_eq!(UploadSigner::new(&[8; 32]).check(&token, late), Err(UploadTokenFault::Forged));
}
