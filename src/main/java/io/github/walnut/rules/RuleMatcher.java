package io.github.walnut.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.drools.model.Model;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.event.rule.DefaultRuleRuntimeEventListener;
import org.kie.api.event.rule.ObjectInsertedEvent;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ClockTypeOption;
import org.kie.api.runtime.rule.FactHandle;
import org.kie.api.time.SessionPseudoClock;

/** The matcher by rules, which were compiled when the program was built. */
final class RuleMatcher implements Matcher {
    private static final String MODEL_NAME = "META-INF/kie/io.github.walnut/walnut/drools-model";
    private static final String MODEL_VERSION = "Drools-Model-Version:";

    private final int limit;
    private final KieSession session;
    private final SessionPseudoClock clock;
    private final Map<Object, FactHandle> handles = new HashMap<>();
    private final List<FactHandle> ofRound = new ArrayList<>();
    private boolean inRound;

    RuleMatcher(int limit) {
        this(Shared.RULES, limit);
    }

    RuleMatcher(KieBase rules, int limit) {
        this.limit = limit;
        this.session = rules.newKieSession(Shared.CONFIGURATION, null);
        this.clock = session.getSessionClock();
        session.addEventListener(new RoundFacts());
    }

    /** The rules never change, so all sessions of a program stand on the same ones. */
    private static final class Shared {
        static final KieBase RULES = ruleBase();
        static final KieSessionConfiguration CONFIGURATION = onPseudoClock();

        /** Looked for in every library on the class path, each time it is asked for. */
        private static KieSessionConfiguration onPseudoClock() {
            KieSessionConfiguration configuration = KieServices.get().newKieSessionConfiguration();
            configuration.setOption(ClockTypeOption.PSEUDO);
            return configuration;
        }
    }

    /** The rules of the build. */
    static KieBase ruleBase() {
        ClassLoader loader = RuleMatcher.class.getClassLoader();
        try (InputStream names = loader.getResourceAsStream(MODEL_NAME)) {
            if (names == null) {
                throw new IllegalStateException(
                        "The build holds no rules: " + MODEL_NAME + " is missing");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(names, StandardCharsets.UTF_8));
            List<Model> models = new ArrayList<>();
            for (String name = lines.readLine(); name != null; name = lines.readLine()) {
                if (!name.isBlank() && !name.startsWith(MODEL_VERSION)) {
                    models.add(model(loader, name.trim()));
                }
            }
            return KieBaseBuilder.createKieBaseFromModel(models);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + MODEL_NAME, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The rules of " + MODEL_NAME + " cannot be loaded", e);
        }
    }

    private static Model model(ClassLoader loader, String name)
            throws ReflectiveOperationException {
        return (Model) loader.loadClass(name).getDeclaredConstructor().newInstance();
    }

    @Override
    public void insert(Object fact) {
        handles.put(fact, session.insert(fact));
    }

    @Override
    public void delete(Object fact) {
        FactHandle handle = handles.remove(fact);
        if (handle != null) {
            session.delete(handle);
        }
    }

    @Override
    public List<Ruling> match(Round round) {
        long ahead = round.at().toEpochMilli() - clock.getCurrentTime();
        clock.advanceTime(Math.max(0, ahead), TimeUnit.MILLISECONDS);
        Rulings rulings = new Rulings();
        session.setGlobal("rulings", rulings);
        inRound = true;
        session.insert(round);
        round.news().forEach(session::insert);
        try {
            decide(rulings, fire(limit, rulings));
            return rulings.made();
        } finally {
            forgetRound();
        }
    }

    private void decide(Rulings rulings, int firings) {
        int left = firings;
        Round.Contest contest = Round.contest(rulings.woken());
        if (!contest.free().isEmpty()) {
            session.insert(new Unopposed(contest.free()));
            left = fire(left, rulings);
        }
        for (Candidate candidate : contest.contested()) {
            FactHandle handle = session.insert(candidate);
            left = fire(left, rulings);
            session.delete(handle);
            ofRound.remove(handle);
        }
    }

    /** Fires what is ready and returns how many firings are left. */
    private int fire(int left, Rulings rulings) {
        int fired = session.fireAllRules(left + 1);
        if (fired > left) {
            throw new RulesOverrun(limit, rulings.made());
        }
        return left - fired;
    }

    private void forgetRound() {
        inRound = false;
        ofRound.forEach(session::delete);
        ofRound.clear();
    }

    /** Collects what a round inserts, whether we do it or the rules. */
    private final class RoundFacts extends DefaultRuleRuntimeEventListener {
        @Override
        public void objectInserted(ObjectInsertedEvent event) {
            if (inRound) {
                ofRound.add(event.getFactHandle());
            }
        }
    }

    @Override
    public void close() {
        session.dispose();
    }
}
