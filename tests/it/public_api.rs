//! What a source shows to other crates.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Fields, ImplItem, Item, UseTree, Visibility};

use crate::names::{Name, names_in};

/// The names of `library` in the public part of a source: signatures, public fields, variants, traits and re-exports.
pub(crate) fn public_names_of(library: &str, source: &str) -> Vec<Name> {
    let file = syn::parse_file(source).unwrap();
    let imported = imported(library, &file.items);
    let public: TokenStream = file.items.iter().map(public_part).collect();
    let of_library = |name: &Name| name.path[0] == library || imported.contains(&name.path[0]);
    names_in(public).into_iter().filter(of_library).collect()
}

/// How the source calls what it imports from `library`.
fn imported(library: &str, items: &[Item]) -> Vec<String> {
    let mut local = Vec::new();
    for item in items {
        match item {
            Item::Use(import) => {
                if let UseTree::Path(path) = &import.tree
                    && path.ident == library
                {
                    local_names(&path.tree, library, &mut local);
                }
            }
            Item::Mod(module) => {
                let inner = module.content.iter().flat_map(|(_, items)| imported(library, items));
                local.extend(inner);
            }
            _ => {}
        }
    }
    local
}

fn local_names(tree: &UseTree, parent: &str, local: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => local_names(&path.tree, &path.ident.to_string(), local),
        UseTree::Group(group) => group.items.iter().for_each(|tree| local_names(tree, parent, local)),
        UseTree::Name(name) if name.ident == "self" => local.push(parent.to_owned()),
        UseTree::Name(name) => local.push(name.ident.to_string()),
        UseTree::Rename(rename) => local.push(rename.rename.to_string()),
        UseTree::Glob(_) => panic!("an import of everything from `{parent}` hides what is used of it"),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// What other crates see of an item, without the bodies.
fn public_part(item: &Item) -> TokenStream {
    match item {
        Item::Mod(module) => {
            module.content.iter().flat_map(|(_, items)| items.iter().map(public_part)).collect()
        }
        Item::Fn(function) if is_public(&function.vis) => function.sig.to_token_stream(),
        Item::Struct(of) if is_public(&of.vis) => {
            let (generics, condition) = (&of.generics, &of.generics.where_clause);
            let fields = public_fields(&of.fields);
            quote! { #generics #condition #fields }
        }
        Item::Enum(of) if is_public(&of.vis) => of.to_token_stream(),
        Item::Union(of) if is_public(&of.vis) => of.to_token_stream(),
        Item::Trait(of) if is_public(&of.vis) => of.to_token_stream(),
        Item::Type(alias) if is_public(&alias.vis) => alias.to_token_stream(),
        Item::Const(of) if is_public(&of.vis) => of.ty.to_token_stream(),
        Item::Static(of) if is_public(&of.vis) => of.ty.to_token_stream(),
        Item::Use(import) if is_public(&import.vis) => import.to_token_stream(),
        Item::Impl(block) => {
            let of_trait = block.trait_.as_ref().map(|(path, _)| path);
            let (generics, subject) = (&block.generics, &block.self_ty);
            let shown = block.items.iter().map(|item| shown(item, block.trait_.is_some()));
            quote! { #generics #of_trait #subject #(#shown)* }
        }
        _ => TokenStream::new(),
    }
}

fn public_fields(fields: &Fields) -> TokenStream {
    fields.iter().filter(|field| is_public(&field.vis)).map(|field| field.ty.to_token_stream()).collect()
}

/// What other crates see of a part of an `impl`: all of a trait's, else what is public.
fn shown(item: &ImplItem, of_trait: bool) -> TokenStream {
    match item {
        ImplItem::Fn(function) if of_trait || is_public(&function.vis) => function.sig.to_token_stream(),
        ImplItem::Const(of) if of_trait || is_public(&of.vis) => of.ty.to_token_stream(),
        ImplItem::Type(of) => of.ty.to_token_stream(),
        _ => TokenStream::new(),
    }
}

#[test]
fn what_is_public_is_seen_and_what_is_private_is_not() {
    let names = |source: &str| -> Vec<String> {
        public_names_of("petgraph", source).iter().map(ToString::to_string).collect()
    };
    let hidden = "
        use petgraph::{graph::DiGraph, visit::Dfs};
        pub struct Graph { pub name: String, inner: DiGraph<(), ()> }
        pub(crate) fn inner(graph: &Graph) -> &DiGraph<(), ()> { &graph.inner }
        impl Graph { pub fn len(&self) -> usize { Dfs::new(&self.inner, 0.into()).count() } }
    ";
    assert_eq!(names(hidden), [] as [&str; 0]);
    let shown = "
        use petgraph::{algo::{self}, graph::{DiGraph as Directed, NodeIndex}, visit::Dfs};
        pub use petgraph::stable_graph::StableGraph;
        pub struct Graph(pub Directed<(), ()>);
        pub enum Place { Node(NodeIndex) }
        impl Graph { pub fn walk(&self) -> Dfs<u32, ()> { todo!() } }
        impl From<algo::Cycle<u32>> for Place { fn from(_: algo::Cycle<u32>) -> Self { todo!() } }
    ";
    assert_eq!(
        names(shown),
        ["petgraph::stable_graph::StableGraph", "Directed", "NodeIndex", "Dfs", "algo::Cycle", "algo::Cycle"]
    );
}
