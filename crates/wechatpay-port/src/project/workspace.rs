//! Whose workspace a folder is in: cargo refuses a package in one that does not list it.

use std::path::Path;

/// Whether a folder above, which is absolute, is a workspace that does not list this one.
pub(super) fn is_foreign(folder: &Path) -> bool {
    folder.ancestors().skip(1).any(|root| {
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
        let path = folder.strip_prefix(root).unwrap_or(folder);
        is_workspace(&manifest) && !lists(&manifest, path)
    })
}

fn is_workspace(manifest: &str) -> bool {
    manifest.lines().any(|line| line.trim() == "[workspace]")
}

/// Whether the members name this path, or all of its parent's folders.
fn lists(manifest: &str, path: &Path) -> bool {
    let mut lines = manifest.lines().skip_while(|line| line.trim() != "[workspace]").skip(1);
    let members: String = lines
        .by_ref()
        .take_while(|line| !line.trim_start().starts_with('['))
        .skip_while(|line| !line.trim_start().starts_with("members"))
        .collect();
    let members = members.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let quoted = members.map_or("", |(members, _)| members).split('"').skip(1).step_by(2);
    quoted.into_iter().any(|member| {
        let member = member.trim_end_matches('/');
        match member.strip_suffix("/*") {
            Some(parent) => path.parent() == Some(Path::new(parent)),
            None => path == Path::new(member),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_lists_its_members() {
        let manifest = "[package]\nname = \"x\"\n\n[workspace]\n# Some.\nmembers = [\n  \"a/b\",\n  \"c/*\",\n]\n\
                        default-members = [\"d\"]\n\n[workspace.lints.rust]\n";
        assert!(is_workspace(manifest) && !is_workspace("[package]\n"));
        let lists = |path: &str| lists(manifest, Path::new(path));
        assert!(lists("a/b") && lists("c/d"));
        assert!(!lists("a") && !lists("c/d/e") && !lists("d"));
    }
}
