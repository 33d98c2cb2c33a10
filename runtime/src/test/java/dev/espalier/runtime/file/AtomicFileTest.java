package dev.espalier.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.espalier.runtime.file.EspalierFileException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path directory;

  private static AtomicFile.WriterAction text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void assertOnlyFile(Path file, String content) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
    assertThat(file).hasContent(content);
  }

  private static void assertRefused(Reason reason, Path path, String text, ThrowingCallable write) {
    assertThatThrownBy(write)
        .isInstanceOfSatisfying(EspalierFileException.class, e -> {
          assertThat(e.reason()).isEqualTo(reason);
          assertThat(e.file()).isEqualTo(path.toString());
        })
        .hasMessageStartingWith("[Espalier/" + reason + "] " + path + ": ")
        .hasMessageContaining(text)
        .hasMessageContaining("\n  Fix: ");
  }

  @Test
  void aNewFileIsWrittenAndAnOldOneReplaced() throws IOException {
    Path file = directory.resolve("model");

    AtomicFile.write(file, text("old"));
    assertOnlyFile(file, "old");
    AtomicFile.write(file, text("new"));
    assertOnlyFile(file, "new");
  }

  @Test
  void untilTheWriteEndsReadersSeeTheOldFile() throws IOException {
    Path file = directory.resolve("model");
    AtomicFile.write(file, text("old"));

    AtomicFile.write(file, out -> {
      text("new").write(out);
      out.flush();
      assertThat(file).hasContent("old");
    });

    assertOnlyFile(file, "new");
  }

  @Test
  void aFailedWriteKeepsTheOldFileAndLeavesNothingBehind() throws IOException {
    Path file = directory.resolve("model");
    AtomicFile.write(file, text("old"));

    assertRefused(Reason.IO_FAILED, file, "writing failed, the old file is kept: java.io.IOException: cable pulled",
        () -> AtomicFile.write(file, out -> {
          text("half").write(out);
          throw new IOException("cable pulled");
        }));
    assertOnlyFile(file, "old");

    IllegalStateException own = new IllegalStateException("the caller's own");
    assertThatThrownBy(() -> AtomicFile.write(file, out -> {
      text("half").write(out);
      throw own;
    })).isSameAs(own);
    assertOnlyFile(file, "old");
  }

  @Test
  void aFullDiskIsNamed() {
    Path file = directory.resolve("model");

    assertRefused(Reason.DISK_FULL, file, "the disk of " + directory + " is full",
        () -> AtomicFile.write(file, out -> {
          throw new IOException("No space left on device");
        }));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aMissingDirectoryIsNamed() {
    Path file = directory.resolve("missing").resolve("model");

    assertRefused(Reason.NOT_FOUND, file, "its directory " + file.getParent() + " does not exist",
        () -> AtomicFile.write(file, text("new")));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileWhereADirectoryIsNeededIsNamed() throws IOException {
    Path notADirectory = Files.createFile(directory.resolve("plain"));

    assertRefused(Reason.NOT_FOUND, notADirectory.resolve("model"),
        notADirectory + " should be a directory, but is a file",
        () -> AtomicFile.write(notADirectory.resolve("model"), text("new")));
    assertRefused(Reason.NOT_FOUND, directory, "but this is a directory",
        () -> AtomicFile.write(directory, text("new")));
  }

  @Test
  void aDirectoryWithoutPermissionIsNamed() {
    assumeTrue(directory.toFile().setWritable(false), "permissions cannot be taken away here");
    try {
      assumeFalse(Files.isWritable(directory), "this user is above permissions");
      Path file = directory.resolve("model");

      assertRefused(Reason.NO_PERMISSION, file, "this user may not write to " + directory,
          () -> AtomicFile.write(file, text("new")));
    } finally {
      assertThat(directory.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void aReadOnlyFileIsNotReplaced() throws IOException {
    Path file = directory.resolve("model");
    AtomicFile.write(file, text("old"));
    assumeTrue(file.toFile().setWritable(false), "permissions cannot be taken away here");
    assumeFalse(Files.isWritable(file), "this user is above permissions");

    assertRefused(Reason.NO_PERMISSION, file, "the file exists and is read-only",
        () -> AtomicFile.write(file, text("new")));
    assertOnlyFile(file, "old");
  }

  @Test
  void anInterruptedThreadStillWritesAndStaysInterrupted() throws IOException {
    Path file = directory.resolve("model");
    String content = "x".repeat(1 << 20);

    Thread.currentThread().interrupt();
    try {
      AtomicFile.write(file, text(content));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertOnlyFile(file, content);
  }

  @Test
  void aSymbolicLinkStaysALink() throws IOException {
    Path file = directory.resolve("model-7");
    AtomicFile.write(file, text("old"));
    Path link = Files.createSymbolicLink(directory.resolve("latest"), file);

    AtomicFile.write(link, text("new"));

    assertThat(link).isSymbolicLink().hasContent("new");
    assertThat(file).hasContent("new");
    Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));
    assertRefused(Reason.NOT_FOUND, dangling, "a symbolic link that leads nowhere",
        () -> AtomicFile.write(dangling, text("new")));
  }

  @Test
  void aPathWithoutADirectoryIsTakenInTheWorkingDirectory() throws IOException {
    Path file = Path.of("atomic-file-test.tmp");
    try {
      AtomicFile.write(file, text("here"));
      assertThat(file).hasContent("here");
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
