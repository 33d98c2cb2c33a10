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
@Train
interface ScheduleNeedsRounds {
  @Dense(4) @Prune(sparsity = 0.9, schedule = @Schedule(kind = ITERATIVE))
  Tensor hidden(Tensor image);

  @Dense(2) Tensor logits(Tensor hidden);
}

/* expected
16: error: [Espalier/ScheduleNeedsRounds] hidden has schedule ITERATIVE without rounds.
    Fix: add rounds, for instance rounds = 5: each prunes 36.9 % of what is left.
*/
