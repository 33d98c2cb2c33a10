package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.KernelCall;
import dev.espalier.codegen.ir.LayerKernels;
import dev.espalier.codegen.ir.Shape;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.KernelSchedule;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.runtime.diagnostic.Diagnostic;
import dev.espalier.runtime.diagnostic.Problem;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Squares of an image as tokens: {@code y[(c,i,j),(p,q)] = x[c,p s + i,q s + j]} (Dosovitskiy et al. 2021).
 *
 * @param size s, pixels of a side
 */
public record PatchifyLayer(int size) implements Layer {
  static final String KIND = "Patchify";

  static PatchifyLayer read(AnnotationElements elements) {
    return new PatchifyLayer(elements.integer("value"));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String describe(List<Shape> inputs, Shape output) {
    return "squares of %d x %d, %s -> %s".formatted(size, size, inputs.getFirst(), output);
  }

  @Override
  public void check(String name, int inputs, Consumer<Problem> problems) {
    Checks.oneInput(name, this, inputs, problems);
    Checks.atLeastOne(name, "value", size, problems);
  }

  @Override
  public Shape infer(String name, List<String> inputNames, List<Shape> inputs, Consumer<Problem> problems) {
    if (!Checks.image(name, this, inputNames, inputs, problems)) {
      return null;
    }
    Shape image = inputs.getFirst();
    if (image.height() % size != 0 || image.width() % size != 0) {
      String legal = IntStream.rangeClosed(1, Math.min(image.height(), image.width()))
          .filter(s -> image.height() % s == 0 && image.width() % s == 0)
          .mapToObj(Integer::toString)
          .collect(Collectors.joining(", ", "{", "}"));
      problems.accept(Diagnostic.PATCHES_DO_NOT_DIVIDE.with(
          name, size, inputNames.getFirst(), image.height(), image.width(), legal));
      return null;
    }
    return Shape.of(image.height() / size * (image.width() / size), image.channels() * size * size);
  }

  @Override
  public long otherOperations(List<Shape> inputs, Shape output) {
    return 0;
  }

  @Override
  public LayerKernels lower(Wiring wiring) {
    return Lowering.of(
        this,
        wiring,
        this::result,
        () -> wiring.inputs().getFirst().needsGradient() ? List.of(inputGradient(wiring)) : List.of());
  }

  /** The loops over all pixels, and where a pixel lies in the image and among the tokens. */
  private record Pixels(List<Axis> axes, Affine image, Affine token) {}

  private Pixels pixels(Wiring wiring, Layout layout, Layout sequence) {
    Shape image = wiring.inputs().getFirst().shape();
    Axis channel = Axis.of("channel", image.channels());
    Axis row = Axis.of("row", size);
    Axis column = Axis.of("column", size);
    Axis down = Axis.of("down", image.height() / size);
    Axis across = Axis.of("across", image.width() / size);
    Affine pixel = Lines.line(
        layout, channel.index(), down.times(size).plus(row.index()), across.times(size).plus(column.index()));
    Affine feature = channel.times(size * size).plus(row.times(size)).plus(column.index());
    Affine token = down.times(across.count()).plus(across.index());
    return new Pixels(
        List.of(channel, row, column, down, across),
        pixel,
        feature.times(sequence.planeLines()).plus(token));
  }

  private KernelCall result(Form form) {
    Wiring wiring = form.wiring();
    Pixels pixels = pixels(wiring, form.input(0), form.output());
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer x = Lowering.input(call, wiring, 0, "x");
    Buffer y = form.declareResult(call);
    Local value = Local.lanes("value");
    List<Stmt> block = new ArrayList<>();
    block.add(Stmt.define(value, x.at(pixels.image())));
    block.addAll(form.store(value, y, pixels.token()));
    return call.call(
        form.role(),
        form.formula("y[(c,i,j),(p,q)]", "x[c,p s + i,q s + j]"),
        form.purpose("squares of " + wiring.inputs().getFirst().name()),
        KernelSchedule.PLAIN,
        Lowering.lanes(pixels.axes(), block));
  }

  private KernelCall inputGradient(Wiring wiring) {
    Wiring.Source input = wiring.inputs().getFirst();
    Pixels pixels = pixels(wiring, input.training(), wiring.output());
    CallBuilder call = new CallBuilder(wiring, describe(wiring.inputShapes(), wiring.shape()));
    Buffer dy = Lowering.outputGradient(call, wiring);
    Buffer dx = Lowering.inputGradient(call, input, "dx");
    return call.call(
        "input gradient",
        "dx[c,p s + i,q s + j]" + Lowering.sign(input) + "dy[(c,i,j),(p,q)]",
        Lowering.gradientPurpose(input),
        KernelSchedule.PLAIN,
        Lowering.lanes(
            pixels.axes(), List.of(Lowering.storeGradient(input, dx, pixels.image(), dy.at(pixels.token())))));
  }
}
