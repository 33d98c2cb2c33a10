package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Densities.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {30}))
interface BlockShape {
  @Dense(8) @Prune(sparsity = 0.5, granularity = BLOCK)
  Tensor first(Tensor image);

  @Dense(8) @Prune(sparsity = 0.5, granularity = BLOCK, block = {4, 0})
  Tensor second(Tensor first);

  @Dense(8) @Prune(sparsity = 0.5, granularity = VECTOR, block = {4, 4})
  Tensor third(Tensor second);

  @Dense(8) @Prune(sparsity = 0.5, granularity = VECTOR, block = 4)
  Tensor fourth(Tensor third);

  @Dense(2) Tensor logits(Tensor fourth);
}

/* expected
14: error: [Espalier/BlockShape] first is pruned by BLOCK with block = {}; it takes {rows, columns}, each at least 1 and one of them more.
    Fix: use a block such as {4, 4}, or granularity = ELEMENT for single weights.
17: error: [Espalier/BlockShape] second is pruned by BLOCK with block = {4, 0}; it takes {rows, columns}, each at least 1 and one of them more.
    Fix: use a block such as {4, 4}, or granularity = ELEMENT for single weights.
20: error: [Espalier/BlockShape] third is pruned by VECTOR with block = {4, 4}; it takes {rows, columns}, one of them 1 and the other more.
    Fix: use block = {1, 4} for neighbours in a row, {4, 1} for neighbours in a column, or granularity = BLOCK.
23: error: [Espalier/BlockShape] fourth is pruned by VECTOR with block = {4}; it takes {rows, columns}, one of them 1 and the other more.
    Fix: use block = {1, 4} for neighbours in a row, {4, 1} for neighbours in a column, or granularity = BLOCK.
*/
