from __future__ import annotations

from dagster.components.testing.utils import create_defs_folder_sandbox

from pipelines.component import KrtrackerComponent


def test_a_project_can_be_part_of_a_dagster_project_that_is_already_there(project):
    with create_defs_folder_sandbox() as sandbox:
        folder = sandbox.scaffold_component(
            component_cls=KrtrackerComponent,
            defs_yaml_contents={
                "type": "pipelines.component.KrtrackerComponent",
                "attributes": {"project": str(project.root)},
            },
        )

        with sandbox.load_component_and_build_defs(defs_path=folder) as (_, definitions):
            keys = {each.to_user_string() for each in definitions.resolve_all_asset_keys()}

    assert {"crm/sales_crm", "shop/sales_shop", "snapshot"} <= keys
