package io.patchgate.gate;

import io.patchgate.workspace.Workspace;
import java.util.List;

/**
 * What no policy can give free: git's own files, Patchgate's own, and the definitions that decide
 * what runs to judge a patch. Data, in the dialect of {@code .gitignore}; matched in any case.
 */
final class AlwaysProtected {
    static final List<String> ENTRIES = List.of(
            // Git: configuration and hooks run commands; attributes and modules make git write elsewhere.
            ".git",
            "git~1",
            ".gitattributes",
            ".gitmodules",
            // Patchgate: the copies a person falls back on, and files on their way to a target.
            "*.backup",
            Workspace.OWN_PREFIX + "*",
            // What runs on a server that trusts the repository.
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

    private AlwaysProtected() {}
}
