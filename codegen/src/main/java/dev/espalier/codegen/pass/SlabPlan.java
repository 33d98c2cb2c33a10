package dev.espalier.codegen.pass;

import dev.espalier.codegen.ir.MemoryPlan;
import dev.espalier.codegen.ir.Placement;
import dev.espalier.codegen.pass.LineAllocator.Block;
import dev.espalier.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A slab under construction: values and gradients with their lives, views on the lines of what they view. A value whose
 * halo is read lives for ever, so that nothing else can write into its zeros; whoever reads the halo of a gradient
 * zeroes it before.
 */
final class SlabPlan {

  /** A name and its block of lines, which several names share where they are views of one another. */
  private record Named(Layout layout, Block block) {}

  private final Map<String, Named> values = new LinkedHashMap<>();
  private final Map<String, Named> gradients = new LinkedHashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private long lines;

  void value(String name, Layout layout, int birth, int death) {
    values.put(name, new Named(layout, block(layout, birth, death)));
  }

  /** A value whose halo consumers read as zeros. */
  void valueInZeros(String name, Layout layout) {
    value(name, layout, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  void gradient(String name, Layout layout, int birth, int death) {
    gradients.put(name, new Named(layout, block(layout, birth, death)));
  }

  private Block block(Layout layout, int birth, int death) {
    Block block = new Block(layout.lines(), birth, death);
    blocks.add(block);
    return block;
  }

  /** A value on the lines of another. */
  void valueView(String name, Layout layout, String of, int birth, int death) {
    view(values, name, layout, of, birth, death);
  }

  /** A gradient on the lines of another. */
  void gradientView(String name, Layout layout, String of, int birth, int death) {
    view(gradients, name, layout, of, birth, death);
  }

  private static void view(Map<String, Named> names, String name, Layout layout, String of, int birth, int death) {
    Block block = names.get(of).block();
    block.liveThrough(birth, death);
    names.put(name, new Named(layout, block));
  }

  /** Whether a value lies on the lines of another. */
  boolean isView(String value, String of) {
    return values.get(value).block().equals(values.get(of).block());
  }

  /** Gives everything its lines; the number of lines of the slab. */
  long lay() {
    lines = LineAllocator.lay(blocks);
    return lines;
  }

  /** What was laid; the slab has at most as many lines as an int counts. */
  MemoryPlan placements() {
    return new MemoryPlan(Math.toIntExact(lines), placed(values), placed(gradients));
  }

  private static SortedMap<String, Placement> placed(Map<String, Named> names) {
    SortedMap<String, Placement> placed = new TreeMap<>();
    names.forEach((name, n) -> placed.put(name, new Placement(n.layout(), Math.toIntExact(n.block().line()))));
    return placed;
  }
}
