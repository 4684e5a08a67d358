use std::convert::Infallible;
use std::path::Path;

use bytes::Bytes;
use futures_util::{Stream, TryStreamExt as _, stream};
use obligraph::files::{FileError, FileStore, KeptFile};
use obligraph::store::ContentHash;
use uuid::Uuid;

fn chunks(of: &[&'static [u8]]) -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream::iter(of.iter().map(|chunk| Ok(Bytes::from_static(chunk))).collect::<Vec<_>>())
}

async fn read(files: &FileStore, sha256: ContentHash) -> Vec<u8> {
    let found = files.get(sha256).await.unwrap().unwrap();
    let content: Vec<u8> = found.chunks.try_collect::<Vec<Bytes>>().await.unwrap().concat();
    assert_eq!(found.size, u64::try_from(content.len()).unwrap());
    content
}

/// Every file in the folder, by its path from there.
fn all(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found
}

#[tokio::test]
async fn a_file_is_kept_under_its_hash_once() {
    let folder = tempfile::tempdir().unwrap();
    let files = FileStore::open(&folder.path().join("a/b")).unwrap();
    let sha256 = ContentHash::of(b"abcde");
    assert!(!files.holds(sha256).await.unwrap());
    assert!(files.get(sha256).await.unwrap().is_none());
    for (attempt, parts) in [(1, [b"ab".as_slice(), b"", b"cde"]), (2, [b"a", b"bcd", b"e"])] {
        let kept = files.put(Uuid::from_u128(attempt), chunks(&parts), 5).await.unwrap();
        assert_eq!(kept, KeptFile { sha256, size: 5 });
        assert!(files.holds(sha256).await.unwrap());
        assert_eq!(read(&files, sha256).await, b"abcde");
        let name = sha256.to_string();
        assert_eq!(all(&folder.path().join("a/b")), [format!("sha256/{}/{name}", &name[..2])]);
    }
}

#[tokio::test]
async fn a_file_of_several_parts_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let files = FileStore::open(folder.path()).unwrap();
    let content: Vec<u8> = (0..11_000_003_u32).map(|n| n.to_le_bytes()[usize::from(n % 2 == 0)]).collect();
    let pieces: Vec<Result<Bytes, Infallible>> =
        content.chunks(700_001).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    let kept = files.put(Uuid::from_u128(1), stream::iter(pieces), 20_000_000).await.unwrap();
    assert_eq!(kept.sha256, ContentHash::of(&content));
    assert!(read(&files, kept.sha256).await == content);
}

#[tokio::test]
async fn nothing_is_left_of_a_file_that_is_too_large() {
    let folder = tempfile::tempdir().unwrap();
    let files = FileStore::open(folder.path()).unwrap();
    let error = files.put(Uuid::from_u128(1), chunks(&[b"abc", b"def"]), 5).await.unwrap_err();
    assert!(matches!(error, FileError::TooLarge { limit: 5 }), "{error}");
    assert!(!files.holds(ContentHash::of(b"abcdef")).await.unwrap());
    assert_eq!(all(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn nothing_is_left_of_a_file_that_stops_coming() {
    let folder = tempfile::tempdir().unwrap();
    let files = FileStore::open(folder.path()).unwrap();
    let broken = stream::iter([Ok(Bytes::from_static(b"abc")), Err("connection reset")]);
    let error = files.put(Uuid::from_u128(1), broken, 9).await.unwrap_err();
    assert_eq!((error.code(), error.detail()), ("file-interrupted", Some("connection reset")));
    assert!(!error.to_string().contains("reset"));
    assert!(!files.holds(ContentHash::of(b"abc")).await.unwrap());
    assert_eq!(all(folder.path()), Vec::<String>::new());
}

#[tokio::test]
async fn files_that_come_at_the_same_time_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    let files = FileStore::open(folder.path()).unwrap();
    let (one, two) = tokio::join!(
        files.put(Uuid::from_u128(1), chunks(&[b"one", b"one"]), 9),
        files.put(Uuid::from_u128(2), chunks(&[b"two", b"two"]), 9),
    );
    assert_eq!(read(&files, one.unwrap().sha256).await, b"oneone");
    assert_eq!(read(&files, two.unwrap().sha256).await, b"twotwo");
}
