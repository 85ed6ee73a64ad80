package dev.comanda.database.queue;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.array.SqlArrayTypes;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.generic.GenericTypes;
import org.jdbi.v3.core.mapper.ColumnMappers;
import org.jdbi.v3.core.mapper.RowMapperFactory;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementExceptions;

/**
 * SQL for the queues, which live by statements Hibernate has no words for (skip locked, returning, upsert). Its
 * connections come from the same pool and join the caller's JTA transaction.
 */
final class JdbiProducer {
    @Produces
    @ApplicationScoped
    Jdbi jdbi(AgroalDataSource dataSource) {
        Jdbi jdbi = Jdbi.create(dataSource);
        jdbi.registerRowMapper(records());
        jdbi.registerArgument(new TypedInstants());
        jdbi.getConfig(SqlArrayTypes.class).register(String.class, "text");
        jdbi.getConfig(SqlArrayTypes.class).register(Long.class, "bigint");
        // A failing statement must not put what it carried into a log.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        // A null in a column is an error where the record has an int, not a silent 0.
        jdbi.getConfig(ColumnMappers.class).setCoalesceNullPrimitivesToDefaults(false);
        // A handle is closed before the JTA transaction it took part in has ended: that is no mistake here.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        return jdbi;
    }

    /** Any record is a row: its components are the columns, in snake_case. */
    private static RowMapperFactory records() {
        return (type, _) -> Optional.<Class<?>>of(GenericTypes.getErasedType(type))
                .filter(Class::isRecord)
                .map(record -> ConstructorMapper.of(canonicalConstructor(record)));
    }

    /** Opened, since most records are package-private and the mapper alone finds only public ones. */
    private static Constructor<?> canonicalConstructor(Class<?> record) {
        Class<?>[] components = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(components);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(record + " has no canonical constructor", e);
        }
    }

    /** Sends a time with its type, so that PostgreSQL knows what {@code :now - interval '1 minute'} is. */
    private static final class TypedInstants extends AbstractArgumentFactory<Instant> {
        TypedInstants() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, _) -> statement.setObject(position, value.atOffset(ZoneOffset.UTC));
        }
    }
}
