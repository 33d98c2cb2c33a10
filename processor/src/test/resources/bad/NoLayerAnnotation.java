package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {8}))
interface NoLayerAnnotation {
  @Prune(sparsity = 0.5) Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
15: error: [Espalier/NoLayerAnnotation] hidden carries no layer annotation; every method of a network is a layer.
    Fix: add one of @Dense, @Conv2d, @MaxPool, @AvgPool, @GlobalAvgPool, @Flatten, @Activate, @Add, @Concat, @Dropout, @BatchNorm, @Upsample, @Softmax, @Embedding, @PositionalEmbedding, @LayerNorm, @SelfAttention, @ClsToken, @ClassFeatures, @MeanPool, @Patchify.
*/
