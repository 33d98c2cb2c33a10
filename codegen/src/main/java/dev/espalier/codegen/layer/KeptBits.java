package dev.espalier.codegen.layer;

import dev.espalier.codegen.ir.Operand;
import dev.espalier.codegen.ir.Operand.BitmapPart;
import dev.espalier.codegen.kernel.Affine;
import dev.espalier.codegen.kernel.Buffer;
import dev.espalier.codegen.kernel.Buffer.Access;
import dev.espalier.codegen.kernel.Expr;
import dev.espalier.codegen.kernel.Local;
import dev.espalier.codegen.kernel.Stmt;
import dev.espalier.codegen.kernel.Var;
import dev.espalier.runtime.execution.BitmapForm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Kept weights under a bitmap, as {@link BitmapForm} packs them: the set bits of each word are looked up while the
 * values are multiplied.
 *
 * @param columns columns of the weights
 * @param input the input's line by its tap
 */
record KeptBits(int columns, Function<Affine, Expr> input) {

  /** {@code sum += sum over the row's kept weights of weight times input}. */
  List<Stmt> addRow(CallBuilder call, String layer, Local sum, Axis row) {
    Buffer words = call.ints("words", new Operand.Bitmap(layer, BitmapPart.WORDS));
    Buffer starts = call.ints("starts", new Operand.Bitmap(layer, BitmapPart.STARTS));
    Buffer lines = call.ints("lines", new Operand.Bitmap(layer, BitmapPart.LINES));
    Buffer groups = call.ints("groups", new Operand.Bitmap(layer, BitmapPart.GROUPS));
    Buffer setPointers = call.ints("setPointers", new Operand.Bitmap(layer, BitmapPart.SET_POINTERS));
    Buffer setBits = call.ints("setBits", new Operand.Bitmap(layer, BitmapPart.SET_BITS));
    Buffer values = call.floats("values", Access.READ, new Operand.Bitmap(layer, BitmapPart.VALUES));
    Axis place = Axis.of("place", Math.ceilDiv(columns, BitmapForm.WORD));
    Affine at = row.times(place.count()).plus(place.index());
    Var group = new Var("group");
    Var word = new Var("word");
    Var begin = new Var("begin");
    Var set = new Var("set");
    Var bit = new Var("bit");
    Var tap = new Var("tap");
    Affine column = place.times(BitmapForm.WORD).plus(group).plus(bit);
    Stmt entries = Stmt.loop(set, setPointers, Affine.of(word),
        Stmt.index(bit, setBits, Affine.of(set)),
        Stmt.index(tap, lines, column),
        Stmt.addProduct(sum, values.at(begin.plus(set)), input.apply(Affine.of(tap))));
    List<Stmt> each = List.of(Stmt.index(word, words, at), Stmt.index(begin, starts, at), entries);
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.index(group, groups, row.index()));
    body.addAll(Axis.nest(List.of(place), each));
    return body;
  }
}
