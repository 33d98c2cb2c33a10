package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = {@Input(name = "features", shape = {6}), @Input(name = "image", shape = {3, 8, 8})})
interface SequenceNeeded {
  @SelfAttention(heads = 2) Tensor attended(Tensor features);

  @PositionalEmbedding Tensor placed(Tensor image);

  @LayerNorm Tensor normal(Tensor image);

  @MeanPool Tensor mean(Tensor features);

  @Concat Tensor logits(Tensor attended, Tensor placed, Tensor normal, Tensor mean);
}

/* expected
15: error: [Espalier/SequenceNeeded] attended is a @SelfAttention, which takes a sequence {tokens, width}; features has shape {6}.
    Fix: feed it what @Embedding or @Patchify made, or what follows them.
17: error: [Espalier/SequenceNeeded] placed is a @PositionalEmbedding, which takes a sequence {tokens, width}; image has shape {3 x 8 x 8}.
    Fix: feed it what @Embedding or @Patchify made, or what follows them.
19: error: [Espalier/SequenceNeeded] normal is a @LayerNorm, which takes a sequence {tokens, width}; image has shape {3 x 8 x 8}.
    Fix: feed it what @Embedding or @Patchify made, or what follows them.
21: error: [Espalier/SequenceNeeded] mean is a @MeanPool, which takes a sequence {tokens, width}; features has shape {6}.
    Fix: feed it what @Embedding or @Patchify made, or what follows them.
*/
