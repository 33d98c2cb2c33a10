package dev.espalier.bench;

import dev.espalier.bench.measure.Clock;
import dev.espalier.bench.pattern.Pattern;
import dev.espalier.bench.peer.Library;
import dev.espalier.bench.task.Kind;
import dev.espalier.bench.task.ShapeSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What to measure. */
final class Options {
  private static final String NONE = "none";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "KIND",
      description = "kinds of work: forward, backward, training, conv, attention, latency. Default: ${DEFAULT-VALUE}")
  List<String> only = List.of("forward");

  @Option(
      names = "--shape",
      split = ",",
      paramLabel = "SHAPE",
      description = {
        "MxKxN for forward and backward, CxHxW-FxBATCH for conv (3x3), LxExHEADSxBATCH for attention, "
            + "WIDTH-...-WIDTHxBATCH for training and, with batch 1, latency, resnetDEPTHxBATCH for training. "
            + "Default: the shapes of the published figures but for residual networks, whose reference takes long"
      })
  List<String> shape = List.of();

  @Option(
      names = "--sparsity",
      split = ",",
      paramLabel = "SHARE",
      description = "shares of zeros, 0 to below 1; 0 is the dense kernel. Default: 0,0.5,0.8,0.9,0.95,0.98")
  List<Double> sparsity = List.of();

  @Option(
      names = "--pattern",
      paramLabel = "PATTERN",
      description = "random, block:HxW, nm:N:M or nm:N:M:R (shared by R rows). Default: ${DEFAULT-VALUE}")
  String pattern = "random";

  @Option(
      names = "--smtx",
      paramLabel = "FILE_OR_DIR",
      description = "real patterns in .smtx instead of --shape, --sparsity and --pattern (forward, backward)")
  Path smtx;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description = "columns of X for --smtx. Default: ${DEFAULT-VALUE}")
  int lanes = 256;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of every contender. Default: ${DEFAULT-VALUE}")
  int threads = 1;

  @Option(
      names = "--clock",
      paramLabel = "CLOCK",
      description = {
        "wall, or cpu: the time that the measuring thread had a processor, steadier on a busy machine; with one thread "
            + "only. Default: ${DEFAULT-VALUE}"
      })
  String clock = "wall";

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "LIBRARY",
      description = "native libraries: mkl, openblas, onednn, ort, pytorch, or none. Default: all")
  List<String> peers = Arrays.stream(Library.values()).map(Library::toString).toList();

  @Option(names = "--json", paramLabel = "FILE", description = "where the cells go as JSON")
  Path json;

  @Option(
      names = "--stability",
      paramLabel = "N",
      description = {
        "measure in N fresh processes without peers, and fail where the slowest is 1.5 times the median, or the median "
            + "1.5 times the fastest"
      })
  int stability;

  /** The kinds asked for, in their order. */
  Set<Kind> kinds() {
    Set<Kind> kinds = new LinkedHashSet<>();
    for (String name : only) {
      kinds.add(oneOf(Kind.values(), name, "--only"));
    }
    return kinds;
  }

  /** The shapes asked for, none where the defaults are to be used. */
  List<ShapeSpec> shapes() {
    List<ShapeSpec> shapes = new ArrayList<>();
    for (String text : shape) {
      ShapeSpec spec = attempt("--shape", () -> ShapeSpec.parse(text));
      if (spec.kinds().stream().noneMatch(kinds()::contains)) {
        throw refusal("--shape " + text + " is for " + spec.kinds() + ", and --only asks for " + kinds());
      }
      shapes.add(spec);
    }
    return shapes;
  }

  /** The rule of the patterns. */
  Pattern patterns() {
    return attempt("--pattern", () -> Pattern.parse(pattern));
  }

  /** The shares of zeros: those asked for, else those of the published figures that the pattern allows. */
  List<Double> sparsities() {
    OptionalDouble fixed = patterns().fixedSparsity();
    if (sparsity.isEmpty()) {
      return fixed.isPresent() ? List.of(0.0, fixed.getAsDouble()) : List.of(0.0, 0.5, 0.8, 0.9, 0.95, 0.98);
    }
    for (double share : sparsity) {
      if (!(share >= 0 && share < 1)) {
        throw refusal("--sparsity is a share of zeros, at least 0 and below 1, and " + share + " was given");
      }
      if (fixed.isPresent() && share != 0 && Math.abs(share - fixed.getAsDouble()) > 1e-9) {
        throw refusal("--pattern " + pattern + " sets the sparsity to " + fixed.getAsDouble() + ", and --sparsity "
            + share + " was given; leave --sparsity out");
      }
    }
    return sparsity;
  }

  /** The native libraries. */
  Set<Library> libraries() {
    Set<Library> libraries = new LinkedHashSet<>();
    for (String name : peers) {
      if (!name.equals(NONE)) {
        libraries.add(oneOf(Library.values(), name, "--peers"));
      } else if (peers.size() > 1) {
        throw refusal("--peers none stands alone, and " + String.join(",", peers) + " was given");
      }
    }
    return libraries;
  }

  /** What times are read from. */
  Clock clocks() {
    Clock chosen = oneOf(Clock.values(), clock, "--clock");
    if (chosen == Clock.CPU && threads != 1) {
      throw refusal("--clock cpu is the time of one thread, and --threads " + threads + " was given");
    }
    return chosen;
  }

  /** Checks what the options say together. */
  void check() {
    kinds();
    shapes();
    sparsities();
    libraries();
    clocks();
    atLeast("--threads", threads, 1);
    atLeast("--lanes", lanes, 1);
    atLeast("--stability", stability, 0);
    if (smtx != null && !(kinds().contains(Kind.FORWARD) || kinds().contains(Kind.BACKWARD))) {
      throw refusal("--smtx gives patterns for forward and backward, and --only asks for " + kinds());
    }
    if (smtx != null && !(shape.isEmpty() && sparsity.isEmpty())) {
      throw refusal("--smtx brings its own shapes and patterns; leave --shape and --sparsity out");
    }
  }

  /** The same work without peers and without further processes, as arguments. */
  List<String> arguments(Path jsonFile) {
    List<String> arguments =
        new ArrayList<>(List.of("--only", String.join(",", only), "--pattern", pattern, "--threads", threads + ""));
    if (!shape.isEmpty()) {
      arguments.addAll(List.of("--shape", String.join(",", shape)));
    }
    if (!sparsity.isEmpty()) {
      arguments.addAll(List.of("--sparsity", String.join(",", sparsity.stream().map(String::valueOf).toList())));
    }
    if (smtx != null) {
      arguments.addAll(List.of("--smtx", smtx.toString()));
    }
    arguments.addAll(List.of("--lanes", lanes + "", "--clock", clock, "--peers", NONE, "--json", jsonFile.toString()));
    return arguments;
  }

  private void atLeast(String option, int value, int least) {
    if (value < least) {
      throw refusal(option + " is at least " + least + ", and " + value + " was given");
    }
  }

  private <T> T oneOf(T[] legal, String name, String option) {
    for (T value : legal) {
      if (value.toString().equals(name.toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    throw refusal(option + " is of " + Arrays.toString(legal) + (option.equals("--peers") ? " or none" : "") + ", and '"
        + name + "' was given");
  }

  private <T> T attempt(String option, java.util.function.Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command.commandLine(), option + ": " + wrong.getMessage() + ".", wrong);
    }
  }

  private ParameterException refusal(String text) {
    return new ParameterException(command.commandLine(), text + ".");
  }
}
