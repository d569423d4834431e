package io.patchgate.gate;

import java.util.List;
import java.util.Map;

/**
 * What a policy gets that names a group and lists nothing under it: the files of the field's common
 * tools. Data, in the dialect of {@code .gitignore}; matched in any case.
 */
final class BuiltInGroups {
    static final String CI = "ci";
    static final String DEPENDENCY_MANIFESTS = "dependency_manifests";

    /** What runs on a server that trusts the repository. Always protected, so naming it adds nothing but its name. */
    static final List<String> CI_ENTRIES = List.of(
            "/.ci/",
            "/.github/workflows/",
            "/.github/actions/",
            "/.gitea/workflows/",
            "/.forgejo/workflows/",
            ".gitlab-ci.yml",
            "/.gitlab/ci/",
            "/.circleci/",
            "Jenkinsfile",
            "Jenkinsfile.*",
            "/.jenkins/",
            "azure-pipelines.yml",
            "azure-pipelines.yaml",
            "/.azure-pipelines/",
            "/.azuredevops/",
            ".travis.yml",
            "bitbucket-pipelines.yml",
            ".drone.yml",
            ".woodpecker.yml",
            ".woodpecker.yaml",
            "/.woodpecker/",
            "/.buildkite/",
            ".cirrus.yml",
            ".cirrus.star",
            "appveyor.yml",
            ".appveyor.yml",
            "/.semaphore/",
            "/.teamcity/",
            "/.tekton/",
            "buildspec.yml",
            "cloudbuild.yaml",
            "cloudbuild.yml",
            ".pre-commit-config.yaml",
            "/.husky/");

    /** What decides which code of others is fetched and run: at any depth, since a monorepo has many. */
    static final List<String> DEPENDENCY_MANIFEST_ENTRIES = List.of(
            // Python
            "pyproject.toml",
            "setup.py",
            "setup.cfg",
            "requirements*.txt",
            "requirements*.in",
            "**/requirements/*.txt",
            "constraints*.txt",
            "Pipfile",
            "Pipfile.lock",
            "poetry.lock",
            "pdm.lock",
            "uv.lock",
            "environment.yml",
            "environment.yaml",
            "pip.conf",
            // JavaScript
            "package.json",
            "package-lock.json",
            "npm-shrinkwrap.json",
            "yarn.lock",
            "pnpm-lock.yaml",
            "pnpm-workspace.yaml",
            "bun.lock",
            "bun.lockb",
            ".npmrc",
            ".yarnrc",
            ".yarnrc.yml",
            "deno.json",
            "deno.jsonc",
            "deno.lock",
            // The Java platform
            "pom.xml",
            "build.gradle",
            "build.gradle.kts",
            "settings.gradle",
            "settings.gradle.kts",
            "gradle.lockfile",
            "gradle-wrapper.properties",
            "gradle-wrapper.jar",
            "libs.versions.toml",
            "maven-wrapper.properties",
            "maven-wrapper.jar",
            "build.sbt",
            // Rust, Go, Ruby, PHP, .NET, Swift, Dart, Elixir, C and C++
            "Cargo.toml",
            "Cargo.lock",
            "go.mod",
            "go.sum",
            "go.work",
            "go.work.sum",
            "Gemfile",
            "Gemfile.lock",
            "*.gemspec",
            "composer.json",
            "composer.lock",
            "packages.config",
            "packages.lock.json",
            "Directory.Packages.props",
            "NuGet.Config",
            "*.csproj",
            "*.fsproj",
            "Package.swift",
            "Package.resolved",
            "Podfile",
            "Podfile.lock",
            "pubspec.yaml",
            "pubspec.lock",
            "mix.exs",
            "mix.lock",
            "conanfile.txt",
            "conanfile.py",
            "vcpkg.json",
            "flake.nix",
            "flake.lock");

    static final Map<String, List<String>> BY_NAME =
            Map.of(CI, CI_ENTRIES, DEPENDENCY_MANIFESTS, DEPENDENCY_MANIFEST_ENTRIES);

    private BuiltInGroups() {}
}
