use obligraph::auth::{KeySource, bearer};
use proptest::prelude::*;
use serde_json::json;

use super::issuer::{RSA, SECRET, Signer, at, claims, key_set, unsigned, verifier};

proptest! {
    /// Whatever is sent in the place of a token, it is refused, and nothing ends but the request.
    #[test]
    fn any_text_is_refused(text in any::<String>(), header in any::<String>(), payload in any::<String>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let by_secret = verifier(KeySource::Secret(SECRET.into()));
        let secret = Signer::secret(SECRET.as_bytes());
        let strange = secret.token_with(&json!({ "alg": header, "kid": payload }), &claims());
        // Signed, so that the claims are looked at.
        let claimed = secret.token_with(&json!({ "alg": "HS256" }), &json!({ "iss": payload, "exp": text }));
        let parts = unsigned(&json!(header), &json!(payload));
        for token in [&text, &format!("{text}.{header}.{payload}"), &format!("{parts}.{text}"), &strange, &claimed] {
            prop_assert!(runtime.block_on(by_secret.verify(token, at(0))).is_err());
        }
        let _ = bearer(Some(&text));
    }

    /// The same with keys of which every member is any text.
    #[test]
    fn any_key_set_is_harmless(
        members in prop::collection::btree_map("kty|alg|use|crv|n|e|x|y|kid", "RSA|EC|OKP|P-256|Ed25519|[A-Za-z0-9_-]{0,400}", 0..9),
        is_whole in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.json");
        let signer = Signer::rsa("r", RSA);
        let mut set: serde_json::Value = serde_json::from_str(&key_set(&[&signer])).unwrap();
        let first = set["keys"][0].as_object_mut().unwrap();
        if !is_whole {
            first.clear();
        }
        first.extend(members.into_iter().map(|(name, text)| (name, json!(text))));
        std::fs::write(&path, set.to_string()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let verifier = verifier(KeySource::KeySetFile(path));
        for algorithm in ["RS256", "ES256", "EdDSA"] {
            let token = signer.token_with(&json!({ "alg": algorithm }), &claims());
            let _ = runtime.block_on(verifier.verify(&token, at(0)));
        }
    }
}
