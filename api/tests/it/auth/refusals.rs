use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use obligraph::auth::{KeySource, KeySourceFault, TokenClaims, Verifier, VerifierOptions, sign};
use serde_json::{Value, json};

use super::issuer::{
    AUDIENCE, ISSUER, ORGANIZATION, RSA, RSA_NEXT, SECRET, Signer, alice, at, claims, codes_of, key_set,
    unsigned, verdict, verifier,
};

fn with_secret() -> Verifier {
    verifier(KeySource::Secret(SECRET.into()))
}

/// A verifier with the keys of these signers.
fn with_keys(signers: &[&Signer]) -> (Verifier, tempfile::NamedTempFile) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(key_set(signers).as_bytes()).unwrap();
    (verifier(KeySource::KeySetFile(file.path().to_owned())), file)
}

#[tokio::test]
async fn a_token_of_each_algorithm_is_taken_for_what_it_says() {
    let signers = [Signer::rsa("r", RSA), Signer::ec("e"), Signer::ed("d")];
    let (verifier, _file) = with_keys(&[&signers[0], &signers[1], &signers[2]]);
    for signer in &signers {
        assert_eq!(verifier.verify(&signer.token(&claims()), at(0)).await, Ok(alice()), "{}", signer.id);
    }
    let token = Signer::secret(SECRET.as_bytes()).token(&claims());
    assert_eq!(with_secret().verify(&token, at(0)).await, Ok(alice()));
}

#[tokio::test]
async fn what_is_signed_here_is_taken_here() {
    for roles in [None, alice().roles] {
        let claims = TokenClaims { roles, ..alice() };
        let token = sign(&SECRET.into(), &claims, ISSUER, AUDIENCE, at(0)).unwrap();
        assert_eq!(with_secret().verify(&token, at(0)).await, Ok(claims));
    }
    let short = sign(&"a secret of 31 bytes is too few".into(), &alice(), ISSUER, AUDIENCE, at(0));
    assert_eq!(short.unwrap_err().code(), "token-secret");
    for subject in [String::new(), "a".repeat(256), "a\0".to_owned()] {
        let claims = TokenClaims { subject, ..alice() };
        let refused = sign(&SECRET.into(), &claims, ISSUER, AUDIENCE, at(0));
        assert_eq!(refused.unwrap_err().code(), "token-claims");
    }
}

#[tokio::test]
async fn a_claim_that_is_missing_or_wrong_is_named() {
    let signer = Signer::secret(SECRET.as_bytes());
    let verifier = with_secret();
    let missing = Value::Null;
    let seconds = |seconds: i64| json!(at(seconds).timestamp());
    let cases = [
        ("iss", missing.clone(), "token-issuer"),
        ("iss", json!("https://id.example.org/"), "token-issuer"),
        ("iss", json!([ISSUER]), "token-issuer"),
        ("aud", missing.clone(), "token-audience"),
        ("aud", json!("obligraph-staging"), "token-audience"),
        ("aud", json!(["a", "b"]), "token-audience"),
        ("aud", json!(["a", AUDIENCE]), "taken"),
        ("exp", missing.clone(), "token-claims"),
        ("exp", json!("tomorrow"), "token-claims"),
        ("exp", json!(1e300), "token-claims"),
        ("exp", seconds(-60), "token-expired"),
        ("exp", seconds(-59), "taken"),
        ("exp", json!(4102444800.5), "taken"),
        ("nbf", missing.clone(), "taken"),
        ("nbf", json!("now"), "token-claims"),
        ("nbf", seconds(61), "token-not-yet-valid"),
        ("nbf", seconds(60), "taken"),
        ("sub", missing.clone(), "token-claims"),
        ("sub", json!(""), "token-claims"),
        ("sub", json!(7), "token-claims"),
        ("sub", json!("é".repeat(255)), "taken"),
        ("sub", json!("é".repeat(256)), "token-claims"),
        ("sub", json!("a\u{0}b"), "token-claims"),
        ("org", missing.clone(), "token-claims"),
        ("org", json!("acme"), "token-claims"),
        ("roles", missing, "taken"),
        ("roles", json!([]), "taken"),
        ("roles", json!("OWNER"), "token-claims"),
        ("roles", json!(["VIEWER", "owner"]), "token-claims"),
    ];
    for (claim, value, expected) in cases {
        let mut claims = claims();
        match &value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(claim)),
            value => claims[claim] = value.clone(),
        }
        let verdict = verdict(&verifier, &signer.token(&claims), at(0)).await;
        assert_eq!(verdict, expected, "`{claim}` is {value}");
    }
    let twice = claims().to_string().replace(r#""sub":"alice""#, r#""sub":"alice","sub":"bob""#);
    assert!(twice.contains("bob"));
    let header = json!({ "alg": "HS256" });
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(&twice));
    let key = jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes());
    let signature =
        jsonwebtoken::crypto::sign(signed.as_bytes(), &key, jsonwebtoken::Algorithm::HS256).unwrap();
    assert_eq!(verdict(&verifier, &format!("{signed}.{signature}"), at(0)).await, "token-malformed");
}

#[tokio::test]
async fn a_token_without_a_signature_is_refused() {
    let rsa = Signer::rsa("r", RSA);
    let (by_key, _file) = with_keys(&[&rsa]);
    for verifier in [with_secret(), by_key] {
        for none in ["none", "None", "NONE", ""] {
            let unsigned = unsigned(&json!({ "alg": none, "kid": "r" }), &claims());
            assert_eq!(verdict(&verifier, &format!("{unsigned}."), at(0)).await, "token-algorithm", "{none}");
        }
    }
    let unsigned = unsigned(&json!({ "alg": "RS256", "kid": "r" }), &claims());
    let (by_key, _file) = with_keys(&[&rsa]);
    assert_eq!(verdict(&by_key, &format!("{unsigned}."), at(0)).await, "token-signature");
}

#[tokio::test]
async fn a_public_key_is_no_secret() {
    let rsa = Signer::rsa("r", RSA);
    let (verifier, file) = with_keys(&[&rsa]);
    let modulus = URL_SAFE_NO_PAD.decode(rsa.jwk()["n"].as_str().unwrap()).unwrap();
    let set = std::fs::read(file.path()).unwrap();
    for secret in [modulus.as_slice(), &set, rsa.jwk().to_string().as_bytes()] {
        let forger = Signer::secret(secret);
        for header in [json!({ "alg": "HS256", "kid": "r" }), json!({ "alg": "HS256" })] {
            let token = forger.token_with(&header, &claims());
            assert_eq!(verdict(&verifier, &token, at(0)).await, "token-algorithm");
        }
        // And one that does not say that it is a secret's.
        let token = forger.token_with(&json!({ "alg": "RS256", "kid": "r" }), &claims());
        assert_eq!(verdict(&verifier, &token, at(0)).await, "token-signature");
    }
}

#[tokio::test]
async fn an_algorithm_goes_with_its_key() {
    let signers = [Signer::rsa("r", RSA), Signer::ec("e"), Signer::ed("d")];
    let (verifier, _file) = with_keys(&[&signers[0], &signers[1], &signers[2]]);
    for signer in &signers {
        for algorithm in ["RS256", "ES256", "EdDSA", "RS384", "RS512", "PS256", "ES384", "HS256"] {
            let token = signer.token_with(&json!({ "alg": algorithm, "kid": signer.id }), &claims());
            let own = signer.jwk()["alg"] == algorithm;
            let expected = if own { "taken" } else { "token-algorithm" };
            assert_eq!(verdict(&verifier, &token, at(0)).await, expected, "{} by {algorithm}", signer.id);
        }
    }
    // With a secret, only what a secret signs.
    let token = signers[0].token(&claims());
    assert_eq!(verdict(&with_secret(), &token, at(0)).await, "token-algorithm");
}

#[tokio::test]
async fn a_key_is_named_and_known() {
    let (first, second) = (Signer::rsa("first", RSA), Signer::ec("second"));
    let (both, _file) = with_keys(&[&first, &second]);
    let unnamed = first.token_with(&json!({ "alg": "RS256" }), &claims());
    assert_eq!(verdict(&both, &unnamed, at(0)).await, "token-key");
    let (one, _file) = with_keys(&[&first]);
    assert_eq!(verdict(&one, &unnamed, at(0)).await, "taken");
    let stranger = Signer::rsa("third", RSA_NEXT);
    assert_eq!(verdict(&both, &stranger.token(&claims()), at(0)).await, "token-key");
    let pretender = Signer::rsa("first", RSA_NEXT);
    assert_eq!(verdict(&both, &pretender.token(&claims()), at(0)).await, "token-signature");
    // A token does not bring its own key.
    let header = json!({ "alg": "RS256", "kid": "first", "jwk": pretender.jwk() });
    assert_eq!(verdict(&both, &pretender.token_with(&header, &claims()), at(0)).await, "token-signature");
}

#[tokio::test]
async fn what_is_changed_after_signing_is_refused() {
    let signer = Signer::ec("e");
    let (verifier, _file) = with_keys(&[&signer]);
    let token = signer.token(&claims());
    let parts: Vec<&str> = token.split('.').collect();
    let mut other = claims();
    other["org"] = json!(ORGANIZATION.replace('1', "2"));
    let other = signer.token(&other);
    let other: Vec<&str> = other.split('.').collect();
    let mixed = format!("{}.{}.{}", parts[0], other[1], parts[2]);
    assert_eq!(verdict(&verifier, &mixed, at(0)).await, "token-signature");
    let shorter = &token[..token.len() - 2];
    assert_eq!(verdict(&verifier, shorter, at(0)).await, "token-signature");
}

#[tokio::test]
async fn what_is_no_token_is_told_from_one_that_is_refused() {
    let signer = Signer::secret(SECRET.as_bytes());
    let verifier = with_secret();
    let token = signer.token(&claims());
    let long = format!("{token}{}", "a".repeat(20_000));
    let more = format!("{token}.{token}");
    let padded = format!("{token}=");
    for text in ["", ".", "..", "a.b", "a.b.c", "....", "é.é.é", &long, &more, &padded] {
        assert_eq!(verdict(&verifier, text, at(0)).await, "token-malformed", "{text}");
    }
    let demanding = signer.token_with(&json!({ "alg": "HS256", "crit": ["exp"] }), &claims());
    assert_eq!(verdict(&verifier, &demanding, at(0)).await, "token-malformed");
    let listed = signer.token_with(&json!({ "alg": "HS256" }), &json!([claims()]));
    assert_eq!(verdict(&verifier, &listed, at(0)).await, "token-malformed");
}

#[test]
fn the_header_holds_one_bearer_token() {
    assert_eq!(codes_of(None), Ok(None));
    for taken in ["Bearer abc.def", "bearer abc.def", "BEARER  abc.def ", " Bearer abc.def"] {
        assert_eq!(codes_of(Some(taken)), Ok(Some("abc.def")), "{taken}");
    }
    for refused in ["", "Bearer", "Bearer ", "Basic YTpi", "abc.def", "Bearer a b", "Bearerabc"] {
        assert_eq!(codes_of(Some(refused)), Err("token-malformed"), "{refused}");
    }
}

#[test]
fn keys_that_cannot_be_relied_on_are_refused_at_once() {
    let refused = |keys| {
        let (issuer, audience) = (ISSUER.to_owned(), AUDIENCE.to_owned());
        let leeway = VerifierOptions::LEEWAY;
        Verifier::new(VerifierOptions { issuer, audience, keys, leeway }).map(drop).map_err(|f| f.code())
    };
    assert_eq!(refused(KeySource::Secret("x".repeat(31).into())), Err("key-source-secret"));
    assert_eq!(refused(KeySource::Secret("x".repeat(32).into())), Ok(()));
    for url in ["http://id.example.org/keys", "ftp://localhost/keys", "https://user@id.example.org/keys"] {
        assert_eq!(refused(KeySource::KeySetUrl(url.parse().unwrap())), Err("key-source-url"), "{url}");
    }
    for url in
        ["https://id.example.org/keys", "http://127.0.0.1:1/keys", "http://[::1]:1/", "http://localhost/"]
    {
        assert_eq!(refused(KeySource::KeySetUrl(url.parse().unwrap())), Ok(()), "{url}");
    }
    assert!(KeySourceFault::Secret.to_string().contains("32 bytes"));
}
