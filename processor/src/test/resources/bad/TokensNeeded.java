package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = {@Input(name = "features", shape = {6}), @Input(name = "words", tokens = 6)})
interface TokensNeeded {
  @Embedding(vocabulary = 9, width = 4)
  Tensor embedded(Tensor features);

  @MeanPool Tensor mean(Tensor embedded);

  @Dense(6)
  Tensor hidden(Tensor words);

  @Embedding(vocabulary = 9, width = 4)
  Tensor again(Tensor hidden);

  @MeanPool Tensor other(Tensor again);

  @Concat Tensor logits(Tensor mean, Tensor other);
}

/* expected
16: error: [Espalier/TokensNeeded] embedded is an @Embedding, which takes an input of token ids; features is an input of shape {6}.
    Fix: declare an @Input(name = "words", tokens = 64) and take it.
21: error: [Espalier/TokensNotEmbedded] hidden is a @Dense and takes words, an input of token ids; ids are names, not numbers to compute with.
    Fix: put an @Embedding between words and hidden.
24: error: [Espalier/TokensNeeded] again is an @Embedding, which takes an input of token ids; hidden is the result of a layer.
    Fix: declare an @Input(name = "words", tokens = 64) and take it.
*/
