package dev.espalier.runtime.progress;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress for people: lines for what has happened, and on a terminal a bar for what is happening. A step allocates
 * only when the bar is drawn.
 */
final class ConsoleListener implements Listener {

  private static final long REDRAW_NANOS = 100_000_000L;
  private static final int WIDEST_BAR = 24;
  private static final int NARROWEST_BAR = 6;

  private final PrintStream out;
  private final boolean terminal;
  private final int columns;
  private final LongSupplier nanos;
  private long drawnAt;
  private int drawn;
  private Path checkpoint;

  ConsoleListener(PrintStream out, boolean terminal, int columns, LongSupplier nanos) {
    this.out = out;
    this.terminal = terminal;
    this.columns = columns;
    this.nanos = nanos;
    this.drawnAt = nanos.getAsLong() - REDRAW_NANOS;
  }

  @Override
  public void trainingStarted(TrainingStart start) {
    String resumed = start.stepsBefore() == 0 ? "" : ", resumed after step " + start.stepsBefore();
    line(String.format(Locale.ROOT, "%s on %s: %,d weights, %,d records, %d epochs of %,d steps, batch %d%s",
        start.network(), start.data(), start.weights(), start.records(), start.epochs(), start.steps(), start.batch(),
        resumed));
  }

  @Override
  public void stepCompleted(StepProgress progress) {
    if (terminal && nanos.getAsLong() - drawnAt >= REDRAW_NANOS) {
      draw(progress);
      drawnAt = nanos.getAsLong();
    }
  }

  @Override
  public void epochCompleted(EpochSummary epoch) {
    int digits = String.valueOf(epoch.epochs()).length();
    line(String.format(Locale.ROOT, "epoch %" + digits + "d/%d  loss %.4f%s%s  sparsity %s  %s", epoch.epoch(),
        epoch.epochs(), epoch.trainLoss(), optional("  train ", epoch.trainAccuracy()),
        Float.isNaN(epoch.testAccuracy())
            ? Float.isNaN(epoch.testLoss()) ? "" : String.format(Locale.ROOT, "  test loss %.4f", epoch.testLoss())
            : optional("  test ", epoch.testAccuracy()),
        percent(epoch.sparsity()), duration(epoch.seconds())));
  }

  @Override
  public void pruned(PruningEvent event) {
    StringBuilder text = new StringBuilder("pruned at step ").append(event.step()).append(": sparsity ")
        .append(percent(event.sparsityBefore())).append(" -> ").append(percent(event.sparsityAfter()));
    if (!Float.isNaN(event.accuracyBefore()) || !Float.isNaN(event.accuracyAfter())) {
      text.append(", accuracy ").append(percent(event.accuracyBefore())).append(" -> ")
          .append(percent(event.accuracyAfter()));
    }
    String separator = " (";
    for (PruningEvent.Layer layer : event.layers()) {
      text.append(separator).append(layer.name()).append(' ').append(percent(layer.sparsityAfter()));
      separator = ", ";
    }
    line(text.append(event.layers().isEmpty() ? "" : ")").toString());
    for (String note : event.notes()) {
      line("note: " + note);
    }
  }

  @Override
  public void checkpointWritten(Path path) {
    checkpoint = path;
  }

  @Override
  public void trainingCompleted(TrainingSummary summary) {
    line(String.format(Locale.ROOT, "%s after %d epochs (%,d steps) in %s: loss %.4f%s, sparsity %s%s",
        summary.interrupted() ? "interrupted" : "trained", summary.epochs(), summary.steps(),
        duration(summary.seconds()), summary.trainLoss(), optional(", test ", summary.testAccuracy()),
        percent(summary.sparsity()),
        summary.interrupted() && checkpoint != null ? "; resume from " + checkpoint : ""));
  }

  private void draw(StepProgress progress) {
    String before = String.format(Locale.ROOT, "epoch %d/%d ", progress.epoch(), progress.epochs());
    String after = String.format(Locale.ROOT, " loss %.4f%s  sparsity %s  %s left", progress.epochLoss(),
        optional("  acc ", progress.epochAccuracy()), percent(progress.sparsity()), duration(progress.secondsLeft()));
    int width = Math.clamp(columns - 1 - before.length() - after.length() - 2, NARROWEST_BAR, WIDEST_BAR);
    int filled = Math.clamp((long) width * progress.step() / Math.max(1, progress.steps()), 0, width);
    String text = before + '[' + "=".repeat(filled) + (filled < width ? ">" : "")
        + " ".repeat(Math.max(0, width - filled - 1)) + ']' + after;
    if (text.length() > columns - 1) {
      text = text.substring(0, columns - 1);
    }
    out.print('\r' + text + " ".repeat(Math.max(0, drawn - text.length())));
    out.flush();
    drawn = text.length();
  }

  /** A line that stays; a bar that stands there is overwritten. */
  private void line(String text) {
    if (drawn > 0) {
      out.print('\r' + " ".repeat(drawn) + '\r');
      drawn = 0;
    }
    out.println(text);
  }

  private static String optional(String label, float share) {
    return Float.isNaN(share) ? "" : label + percent(share);
  }

  private static String percent(float share) {
    return Float.isNaN(share) ? "?" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /** Such as 0.8s, 12s, 3m05s, 2h07m. */
  private static String duration(double seconds) {
    if (Double.isNaN(seconds)) {
      return "?";
    }
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1fs", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + "s";
    }
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole % 3600 / 60);
  }
}
