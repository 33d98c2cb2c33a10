package dev.espalier.runtime.file;

import dev.espalier.runtime.file.EspalierFileException.Reason;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Replaces a file as a whole. The new content is written beside the old, forced to the disk and moved over it in one
 * step: a reader, a crash or a power cut sees the old file or the new one, never half of one.
 *
 * <p>An interrupt does not disturb a write that has begun: an interrupted training run still saves its checkpoint.
 */
public final class AtomicFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface WriterAction {
    /** Writes everything to {@code out}, which is buffered; the caller closes it. */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code path} anew through {@code action}. If anything fails, the file stays as it was, and what was begun
   * beside it is removed. A symbolic link stays a link: the file that it leads to is replaced.
   *
   * @throws EspalierFileException if the directory is missing ({@link Reason#NOT_FOUND}), may not be written to
   *     ({@link Reason#NO_PERMISSION}), the disk is full ({@link Reason#DISK_FULL}) or the system fails otherwise
   *     ({@link Reason#IO_FAILED}); what {@code action} throws unchecked passes through
   */
  public static void write(Path path, WriterAction action) {
    Path target = resolve(path);
    Path directory = target.getParent();
    checkWritable(path, target, directory);
    Path temporary = directory.resolve(".espalier-" + UUID.randomUUID() + ".tmp");
    try {
      try {
        writeForced(temporary, action);
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw IoFailures.writing(path, directory, e);
    }
    forceDirectory(directory);
  }

  private static Path resolve(Path path) {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalArgumentException(path + " lies in a " + path.getFileSystem().provider().getScheme()
          + " file system, where nothing can be forced to a disk. Fix: save to a path of the default file system.");
    }
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.isSymbolicLink(absolute)) {
      return absolute;
    }
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      throw new EspalierFileException(Reason.NOT_FOUND, path.toString(), "it is a symbolic link that leads nowhere",
          "remove the link, or create what it points to", e);
    }
  }

  private static void checkWritable(Path path, Path target, Path directory) {
    if (directory == null || Files.isDirectory(target)) {
      throw new EspalierFileException(Reason.NOT_FOUND, path.toString(),
          "a file is to be written here, but this is a directory", "add a file name to the path");
    }
    if (!Files.exists(directory)) {
      throw new EspalierFileException(Reason.NOT_FOUND, path.toString(), "its directory " + directory
          + " does not exist", "create the directory first, or correct the path");
    }
    if (!Files.isDirectory(directory)) {
      throw new EspalierFileException(Reason.NOT_FOUND, path.toString(), directory
          + " should be a directory, but is a file", "correct the path");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isWritable(target)) {
      throw new EspalierFileException(Reason.NO_PERMISSION, path.toString(),
          "the file exists and is read-only", "make it writable, or save under another name");
    }
  }

  // FileOutputStream and not FileChannel: an interrupt closes a channel in the middle of the write.
  private static void writeForced(Path temporary, WriterAction action) throws IOException {
    try (FileOutputStream file = new FileOutputStream(temporary.toFile());
        OutputStream out = new BufferedOutputStream(file, BUFFER_BYTES)) {
      action.write(out);
      out.flush();
      file.getFD().sync();
    }
  }

  // The content is safe by now; this makes the new name survive a power cut. Not every system can open a directory.
  private static void forceDirectory(Path directory) {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notPossibleHere) {
      return;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
